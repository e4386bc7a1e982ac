package io.twokeys.chat.discord;

/** A refusal with Discord's own number, as in its table of JSON error codes. */
final class DiscordError extends RuntimeException {
    private static final long serialVersionUID = 1;
    final int status;
    final int code;

    DiscordError(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static DiscordError invalid(String what) {
        return new DiscordError(400, 50035, "Invalid Form Body: " + what);
    }

    static DiscordError unknownChannel() {
        return new DiscordError(404, 10003, "Unknown Channel");
    }

    static DiscordError unknownMessage() {
        return new DiscordError(404, 10008, "Unknown Message");
    }

    static DiscordError unknownInteraction() {
        return new DiscordError(404, 10062, "Unknown interaction");
    }

    static DiscordError unknownWebhook() {
        return new DiscordError(401, 50027, "Invalid Webhook Token");
    }
}
