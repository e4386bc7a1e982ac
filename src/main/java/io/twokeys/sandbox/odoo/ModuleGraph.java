package io.twokeys.sandbox.odoo;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which modules an upgrade touches and in which order Odoo 19 loads them: by phase (modules that exist, then new ones, then
 * those that need the new ones), depth and name.
 */
final class ModuleGraph {
    private final Map<String, Manifest> manifests;
    private final Map<String, ModuleTable.Row> rows;

    ModuleGraph(Map<String, Manifest> manifests, Map<String, ModuleTable.Row> rows) {
        this.manifests = manifests;
        this.rows = rows;
    }

    /** The named modules that are installed, and all installed modules that depend on one of them. */
    Set<String> toUpgrade(Set<String> named) {
        Set<String> marked = new TreeSet<>();
        named.stream().filter(this::isInstalled).forEach(marked::add);
        return closure(
                marked,
                name -> manifests.values().stream()
                        .filter(other -> other.depends().contains(name) && isInstalled(other.name()))
                        .map(Manifest::name)
                        .toList());
    }

    /** Modules that are not installed and that one of {@code upgraded} depends on now. */
    Set<String> toInstall(Set<String> upgraded) {
        Set<String> reached = closure(new TreeSet<>(upgraded), this::dependencies);
        reached.removeIf(name -> !stateOf(name).equals("uninstalled"));
        return new TreeSet<>(reached);
    }

    /** Those of {@code marked} that cannot be loaded since something they depend on cannot. */
    Set<String> skipped(Set<String> marked) {
        Set<String> skipped = new TreeSet<>();
        Predicate<String> unusable = name -> skipped.contains(name)
                || !manifests.containsKey(name)
                || !manifests.get(name).loadable();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (String name : marked) {
                if (unusable.test(name) || dependencies(name).stream().anyMatch(unusable)) grown |= skipped.add(name);
            }
        }
        return skipped;
    }

    /** All modules that are loaded, in their order. */
    List<String> order(Set<String> installing, Set<String> skipped) {
        Set<String> loaded = new TreeSet<>(installing);
        rows.forEach((name, row) -> {
            if (row.isInstalled() && manifests.containsKey(name)) loaded.add(name);
        });
        loaded.removeAll(skipped);
        Map<String, Place> places = new TreeMap<>();
        for (String name : loaded) place(name, loaded, installing, places);
        return places.entrySet().stream()
                .sorted(Map.Entry.<String, Place>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private record Place(int phase, int depth) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparingInt(Place::phase)
                    .thenComparingInt(Place::depth)
                    .compare(this, other);
        }
    }

    private Place place(String name, Set<String> loaded, Set<String> installing, Map<String, Place> places) {
        Place known = places.get(name);
        if (known != null) return known;
        boolean isNew = installing.contains(name);
        int phase = isNew ? 1 : 0;
        int depth = 0;
        for (String dependency : dependencies(name)) {
            if (!loaded.contains(dependency)) continue;
            Place below = place(dependency, loaded, installing, places);
            phase = Math.max(phase, below.phase() + (installing.contains(dependency) == isNew ? 0 : 1));
            depth = Math.max(depth, below.depth() + 1);
        }
        Place place = new Place(phase, depth);
        places.put(name, place);
        return place;
    }

    private Set<String> closure(Set<String> start, Function<String, List<String>> next) {
        Set<String> reached = new LinkedHashSet<>(start);
        List<String> frontier = List.copyOf(start);
        while (!frontier.isEmpty()) {
            Map<String, Boolean> fresh = new HashMap<>();
            for (String name : frontier) next.apply(name).forEach(other -> fresh.put(other, true));
            fresh.keySet().removeAll(reached);
            reached.addAll(fresh.keySet());
            frontier = List.copyOf(fresh.keySet());
        }
        return reached;
    }

    private List<String> dependencies(String name) {
        Manifest manifest = manifests.get(name);
        return manifest == null ? List.of() : manifest.depends();
    }

    private boolean isInstalled(String name) {
        ModuleTable.Row row = rows.get(name);
        return row != null && row.isInstalled();
    }

    private String stateOf(String name) {
        ModuleTable.Row row = rows.get(name);
        return row == null ? "" : row.state();
    }
}
