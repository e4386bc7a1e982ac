package io.twokeys.fleet;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every target there is, in the order of the file. */
public final class Fleet {
    /** How the chat platforms are spelled in configuration files. */
    public static final List<String> PLATFORMS = List.of("slack", "discord", "console");

    private final Map<String, Target> targets = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two targets have the same name */
    public Fleet(Collection<Target> targets) {
        for (var target : targets) {
            if (this.targets.put(target.name().value(), target) != null) {
                throw new IllegalArgumentException("two targets are named " + target.name());
            }
        }
    }

    public List<Target> targets() {
        return List.copyOf(targets.values());
    }

    public Optional<Target> find(TargetName name) {
        return find(name.value());
    }

    /** The target that somebody typed. */
    public Optional<Target> find(String name) {
        return Optional.ofNullable(targets.get(name));
    }

    /** The targets that a channel is bound to; {@link FleetFile} allows one at most. */
    public List<Target> byChannel(String platformKey, String channel) {
        return targets.values().stream()
                .filter(target -> channel.equals(target.channels().get(platformKey)))
                .toList();
    }
}
