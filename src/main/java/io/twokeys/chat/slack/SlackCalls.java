package io.twokeys.chat.slack;

import com.google.gson.JsonParseException;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.response.auth.AuthTestResponse;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatTrouble.Kind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls of the Web API, and what a failed one means. Nothing is opened before the first call. */
@Singleton
public final class SlackCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Set<String> GONE = Set.of(
            "message_not_found",
            "thread_not_found",
            "channel_not_found",
            "not_in_channel",
            "is_archived",
            "cant_update_message",
            "edit_window_closed",
            "invalid_thread_ts");
    /** Slack's own faults, and an operator's to mend, a token. Until then nothing is thrown away. */
    private static final Set<String> LATER = Set.of(
            "internal_error",
            "fatal_error",
            "service_unavailable",
            "request_timeout",
            "team_added_to_org",
            "not_authed",
            "invalid_auth",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "org_login_required",
            "ekm_access_denied",
            "accesslimited");

    private final SlackSettings settings;
    private @Nullable Slack slack;
    private volatile @Nullable AuthTestResponse self;

    @Inject
    public SlackCalls(SlackSettings settings) {
        this.settings = settings;
    }

    @FunctionalInterface
    interface Call<T extends SlackApiTextResponse> {
        T on(MethodsClient methods) throws IOException, SlackApiException;
    }

    /** A refusal by name, {@code invalid_blocks}; never leaves this package. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String error;

        Refused(String error) {
            super(error, null, false, false);
            this.error = error;
        }

        String error() {
            return error;
        }
    }

    synchronized Slack slack() {
        Slack open = slack;
        if (open == null) {
            SlackConfig config = new SlackConfig();
            config.setMethodsEndpointUrlPrefix(settings.apiUrl());
            config.setStatsEnabled(false);
            config.setHttpClientCallTimeoutMillis((int) PATIENCE.toMillis());
            config.setHttpClientReadTimeoutMillis((int) PATIENCE.toMillis());
            open = Slack.getInstance(config);
            slack = open;
        }
        return open;
    }

    boolean planBlocks() {
        return settings.planBlocks();
    }

    /** Who the bot is; asked once. */
    AuthTestResponse self() {
        AuthTestResponse known = self;
        if (known == null) {
            known = ask(methods -> methods.authTest(request -> request));
            self = known;
        }
        return known;
    }

    /**
     * @throws ChatTrouble with what may be done about it
     */
    <T extends SlackApiTextResponse> T ask(Call<T> call) {
        try {
            return tryTo(call);
        } catch (Refused refused) {
            throw trouble(refused.error());
        }
    }

    /**
     * @throws Refused if Slack understood and said no
     * @throws ChatTrouble if it did not answer, or asks for patience
     */
    <T extends SlackApiTextResponse> T tryTo(Call<T> call) {
        T response;
        try {
            response = call.on(slack().methods(settings.botToken().orElseThrow()));
        } catch (SlackApiException answered) {
            throw trouble(answered);
        } catch (IOException unreachable) {
            throw new ChatTrouble(
                    Kind.UNAVAILABLE, "Slack does not answer: " + unreachable.getMessage(), Duration.ZERO);
        } catch (JsonParseException | NullPointerException unreadable) {
            // A proxy's page, half an answer, none at all: the SDK stumbles over each in its own way.
            throw new ChatTrouble(Kind.UNAVAILABLE, "what Slack answered cannot be read", Duration.ZERO);
        }
        if (response.isOk()) {
            return response;
        }
        String error = response.getError() == null ? "an answer without a reason" : response.getError();
        if (error.equals("ratelimited") || error.equals("rate_limited")) {
            throw new ChatTrouble(Kind.RATE_LIMITED, error, Duration.ofSeconds(1));
        }
        throw new Refused(error);
    }

    private static ChatTrouble trouble(SlackApiException answered) {
        int status = answered.getResponse().code();
        String after = answered.getResponse().header("Retry-After");
        if (status == 429) {
            long seconds = after != null && after.matches("[0-9]{1,6}") ? Long.parseLong(after) : 1;
            return new ChatTrouble(Kind.RATE_LIMITED, "Slack asks to wait", Duration.ofSeconds(Math.max(1, seconds)));
        }
        Kind kind = status >= 500 || status == 408 ? Kind.UNAVAILABLE : Kind.REFUSED;
        return new ChatTrouble(kind, "Slack answered " + status, Duration.ZERO);
    }

    static ChatTrouble trouble(String error) {
        Kind kind = GONE.contains(error) ? Kind.GONE : LATER.contains(error) ? Kind.UNAVAILABLE : Kind.REFUSED;
        return new ChatTrouble(kind, "Slack says " + error, Duration.ZERO);
    }
}
