package io.twokeys.chat.discord.gateway;

import java.net.URI;
import java.util.Optional;

/**
 * How Discord is reached.
 *
 * @param botToken without it Discord is off
 * @param apiUrl base address of the REST API, with version, ends in a slash
 * @param gatewayUrl address of the gateway, ends in a slash
 * @param replica a name for this process that no other has or had, for the lease
 */
public record DiscordSettings(Optional<String> botToken, String apiUrl, String gatewayUrl, String replica) {
    /** Discord's own REST API. */
    public static final String API = "https://discord.com/api/v10/";

    /** Discord's own gateway. */
    public static final String GATEWAY = "wss://gateway.discord.gg/";

    public DiscordSettings {
        botToken = botToken.filter(token -> !token.isBlank());
        apiUrl = withPath(apiUrl, "/api/v10/");
        gatewayUrl = withPath(gatewayUrl, "/");
    }

    public static DiscordSettings off() {
        return new DiscordSettings(Optional.empty(), API, GATEWAY, "");
    }

    public boolean enabled() {
        return botToken.isPresent();
    }

    private static String withPath(String url, String otherwise) {
        String path = URI.create(url).getPath();
        String whole = path == null || path.isEmpty() || path.equals("/") ? url.replaceAll("/$", "") + otherwise : url;
        return whole.endsWith("/") ? whole : whole + "/";
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "DiscordSettings[enabled=" + enabled() + ", apiUrl=" + apiUrl + ", gatewayUrl=" + gatewayUrl + "]";
    }
}
