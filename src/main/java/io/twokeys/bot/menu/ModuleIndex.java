package io.twokeys.bot.menu;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Operations;
import io.twokeys.ssh.HostTrouble;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Which modules can be upgraded on each target, kept in memory: read from the hosts at the start, every few minutes, and after
 * every operation. A target that was never read has none.
 */
@Singleton
public class ModuleIndex {
    private static final Logger LOG = Logger.getLogger(ModuleIndex.class);
    private static final Pattern MANIFEST = Pattern.compile("([a-z][a-z0-9_]*)/__manifest__\\.py");
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final long LOOK_SECONDS = 15;

    private final Fleet fleet;
    private final Reach reach;
    private final Operations operations;
    private final InstantSource clock;
    private final Map<TargetName, Read> index = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("modules-", 0).factory());

    @Inject
    ModuleIndex(Fleet fleet, Reach reach, Operations operations, InstantSource clock) {
        this.fleet = fleet;
        this.reach = reach;
        this.operations = operations;
        this.clock = clock;
    }

    /** @param after the newest operation of the target when it was read, and its state */
    private record Read(List<String> modules, String after, Instant at) {}

    public void start() {
        clockwork.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    public void stop() {
        clockwork.shutdownNow();
    }

    /** Those of the addons checkout first, then Odoo's own; asks nobody. */
    public List<String> of(TargetName target) {
        Read read = index.get(target);
        return read == null ? List.of() : read.modules();
    }

    private void look() {
        fleet.targets().forEach(target -> lookAt(target.name()));
    }

    private void lookAt(TargetName target) {
        try {
            String newest = newest(target);
            Read read = index.get(target);
            boolean old = read == null
                    || !read.after().equals(newest)
                    || clock.instant().isAfter(read.at().plus(FRESH));
            if (old) index.put(target, new Read(modules(reach.host(target)), newest, clock.instant()));
        } catch (HostTrouble trouble) {
            LOG.debugf("the modules of %s are not read anew: %s", target, trouble.getMessage());
        } catch (RuntimeException trouble) {
            LOG.warnf(trouble, "the modules of %s could not be read; it is tried again", target);
        }
    }

    private String newest(TargetName target) {
        return operations.history(target, 1).stream()
                .filter(operation -> operation.state().isFinal())
                .map(operation -> operation.id().toString())
                .findFirst()
                .orElse("");
    }

    /** Only what is installed can be upgraded. */
    private static List<String> modules(OdooHost host) {
        JsonNode installed =
                Modules.read(host.postgres(), host.target().odoo().database()).installed();
        Set<String> names = new TreeSet<>();
        installed.fieldNames().forEachRemaining(names::add);
        List<String> ours = host.checkout().files(host.checkout().head()).stream()
                .map(MANIFEST::matcher)
                .filter(match -> match.matches() && names.contains(match.group(1)))
                .map(match -> match.group(1))
                .sorted()
                .toList();
        Set<String> ordered = new LinkedHashSet<>(ours);
        ordered.addAll(names);
        return List.copyOf(ordered);
    }
}
