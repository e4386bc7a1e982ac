package io.twokeys.chat.discord.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * How Discord is reached, as a detail of readiness. Down only when Discord refuses us as we are configured, which no waiting
 * mends: an operator must see it. While Discord is merely away, the other platforms and the work go on.
 */
@Readiness
@Singleton
public final class DiscordHealth implements HealthCheck {
    private final DiscordGateway gateway;

    @Inject
    public DiscordHealth(DiscordGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public HealthCheckResponse call() {
        GatewayState state = gateway.state();
        return HealthCheckResponse.named("discord")
                .status(!(state instanceof GatewayState.Refused))
                .withData("connection", state.words())
                .build();
    }
}
