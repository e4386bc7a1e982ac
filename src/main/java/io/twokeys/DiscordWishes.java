package io.twokeys;

import io.twokeys.chat.discord.gateway.DiscordSettings;
import io.twokeys.fleet.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is set about Discord, and what comes of it. */
final class DiscordWishes {
    private final Settings.Discord wishes;

    DiscordWishes(Settings.Discord wishes) {
        this.wishes = wishes;
    }

    /** Without a bot token Discord is off. */
    DiscordSettings granted(String replica) {
        if (!wishes.enabled().orElse(true)) return DiscordSettings.off();
        return new DiscordSettings(
                wishes.botToken(),
                wishes.apiUrl().toString(),
                wishes.gatewayUrl().toString(),
                replica);
    }

    List<Problem> problems(Path file) {
        List<Problem> found = new ArrayList<>();
        boolean token = wishes.botToken().filter(text -> !text.isBlank()).isPresent();
        if (wishes.enabled().orElse(false) && !token) {
            found.add(new Problem(
                    file, "twokeys.discord.bot-token", 0, "is needed to speak on Discord", "Set DISCORD_BOT_TOKEN"));
        }
        address(file, "api-url", wishes.apiUrl(), Set.of("http", "https"), found);
        address(file, "gateway-url", wishes.gatewayUrl(), Set.of("ws", "wss"), found);
        return found;
    }

    private static void address(Path file, String key, URI address, Set<String> schemes, List<Problem> found) {
        if (address.getScheme() != null && schemes.contains(address.getScheme()) && address.getHost() != null) return;
        found.add(new Problem(
                file,
                "twokeys.discord." + key,
                0,
                "is " + address,
                "Make it an address that begins with "
                        + String.join(":// or ", schemes.stream().sorted().toList()) + "://, or leave it out"));
    }
}
