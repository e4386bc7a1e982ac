package io.twokeys.plan.gate;

import io.twokeys.odoo.host.Cluster;
import io.twokeys.odoo.host.Machine;
import io.twokeys.odoo.host.Machine.Disk;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooConf;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Pages;
import io.twokeys.ssh.HostTrouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What was seen on a target right before planning, read side by side over one connection. */
public record TargetFacts(Code code, Database database, Resources resources, Serving service, Setup setup) {
    private static final Duration WEEK = Duration.ofDays(7);

    /**
     * @param head the commit that is deployed
     * @param changes tracked files that differ from it
     */
    public record Code(String head, String changes) {}

    /** @param drift how far the cluster's clock is from ours, at least */
    public record Database(Cluster cluster, Optional<Duration> drift) {}

    /**
     * What the machine has left.
     *
     * @param data the file system of the cluster's data; absent if it could not be read
     * @param others the file systems of WAL, filestore, backups and temporary files, those that could be read
     * @param unread the folders among them that could not be read
     * @param processes command lines; empty if they could not be listed
     * @param oomKills what the kernel wrote of the last week's; absent if it could not be read
     */
    public record Resources(
            OptionalLong memory,
            Optional<Disk> data,
            List<Disk> others,
            List<String> unread,
            List<String> processes,
            Optional<List<String>> oomKills,
            Optional<Duration> drift) {}

    /**
     * @param options of Odoo's configuration file; absent if it could not be read
     * @param mayBackUp whether the account of PostgreSQL's may write where dumps go
     */
    public record Setup(Optional<Map<String, String>> options, boolean mayLog, boolean mayFreeze, boolean mayBackUp) {}

    public record Serving(boolean active, boolean frozen, Pages.Answer login) {}

    public Modules modules() {
        return database.cluster().modules();
    }

    public String head() {
        return code.head();
    }

    /** The size of the database. */
    public long bytes() {
        return database.cluster().bytes();
    }

    /** @throws HostTrouble if the host, the database, the checkout or the service cannot be asked: then nothing is known */
    public static TargetFacts read(OdooHost host, InstantSource clock) {
        var machine = new Machine(host.session());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Stored> stored = threads.submit(() -> stored(host, machine, clock));
            Future<List<Disk>> disks =
                    threads.submit(() -> machine.disks(host.target().odoo().user(), folders(host)));
            Future<String> head = threads.submit(() -> host.checkout().head());
            Future<String> changes = threads.submit(() -> host.checkout().changes());
            Future<OptionalLong> memory = threads.submit(machine::memory);
            Future<List<String>> processes = threads.submit(machine::processes);
            Future<Optional<Duration>> drift = threads.submit(() -> machine.drift(clock));
            Future<Optional<List<String>>> kills =
                    threads.submit(() -> machine.oomKills(clock.instant().minus(WEEK)));
            Future<Setup> setup = threads.submit(() -> setup(host, machine));
            Future<Serving> service = threads.submit(() -> service(host));
            List<Disk> others = new ArrayList<>(got(disks));
            got(stored).wal().ifPresent(others::add);
            return new TargetFacts(
                    new Code(got(head), got(changes)),
                    got(stored).database(),
                    new Resources(
                            got(memory),
                            got(stored).data(),
                            others,
                            unread(host, others),
                            got(processes),
                            got(kills),
                            got(drift)),
                    got(service),
                    got(setup));
        }
    }

    /** What is asked of the database, and where it lies. */
    private record Stored(Database database, Optional<Disk> data, Optional<Disk> wal) {}

    private static Stored stored(OdooHost host, Machine machine, InstantSource clock) {
        Instant before = clock.instant();
        Cluster cluster = Cluster.read(host.postgres(), host.target().odoo().database());
        Instant after = clock.instant();
        Optional<Duration> drift = cluster.now().stream()
                .mapToObj(seconds -> Instant.ofEpochMilli(Math.round(seconds * 1000)))
                .findFirst()
                .map(theirs -> Machine.between(before, theirs, after));
        String wal = cluster.folder() + "/pg_wal";
        List<Disk> disks = machine.disks(host.target().settings().postgresUser(), List.of(cluster.folder(), wal));
        return new Stored(new Database(cluster, drift), of(disks, cluster.folder()), of(disks, wal));
    }

    private static Optional<Disk> of(List<Disk> disks, String folder) {
        return disks.stream().filter(disk -> disk.folder().equals(folder)).findFirst();
    }

    private static List<String> folders(OdooHost host) {
        var target = host.target();
        return List.of(target.odoo().dataDir(), target.settings().checkpoints().folder(), "/tmp");
    }

    private static List<String> unread(OdooHost host, List<Disk> read) {
        return folders(host).stream()
                .filter(folder -> of(read, folder).isEmpty())
                .toList();
    }

    private static Setup setup(OdooHost host, Machine machine) {
        var settings = host.target().settings();
        String user = host.target().odoo().user();
        var conf = new OdooConf(host.session(), host.target().odoo());
        Optional<Map<String, String>> options = conf.options();
        Optional<String> log = options.flatMap(all -> OdooConf.value(all, "logfile"));
        return new Setup(
                options,
                log.isEmpty() || machine.mayWrite(user, log.get()),
                machine.mayWrite(user, settings.freeze().flag()),
                machine.mayWrite(settings.postgresUser(), settings.checkpoints().folder()));
    }

    private static Serving service(OdooHost host) {
        return new Serving(
                host.service().active(), host.traffic().frozen(), host.pages().login());
    }

    /** The answer, or the trouble as it happened on the other thread. */
    public static <T> T got(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HostTrouble trouble) throw trouble;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
