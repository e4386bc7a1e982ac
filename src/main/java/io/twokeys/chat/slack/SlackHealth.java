package io.twokeys.chat.slack;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** How Slack is reached, as a detail of readiness. Never a reason to be unready: the other platforms and the work go on. */
@Readiness
@Singleton
public final class SlackHealth implements HealthCheck {
    private final SlackSocket socket;

    @Inject
    public SlackHealth(SlackSocket socket) {
        this.socket = socket;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("slack")
                .up()
                .withData("connection", socket.detail())
                .withData("socket", socket.line())
                .build();
    }
}
