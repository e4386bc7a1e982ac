package io.twokeys.chat.slack.fake;

/** A refusal by Slack's name for it, {@code invalid_blocks}; the message says what was wrong, as {@code response_metadata} does. */
public final class SlackError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String code;

    SlackError(String code, String what) {
        super(code + ": " + what, null, false, false);
        this.code = code;
    }

    SlackError(String code) {
        this(code, code);
    }

    public String code() {
        return code;
    }
}
