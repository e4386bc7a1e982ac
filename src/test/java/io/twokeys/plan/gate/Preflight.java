package io.twokeys.plan.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.TargetName;
import io.twokeys.fleet.Targets;
import io.twokeys.odoo.host.Cluster;
import io.twokeys.odoo.host.Machine.Disk;
import io.twokeys.odoo.host.Pages;
import io.twokeys.plan.gate.Gate.Result;
import io.twokeys.plan.gate.TargetFacts.Code;
import io.twokeys.plan.gate.TargetFacts.Database;
import io.twokeys.plan.gate.TargetFacts.Resources;
import io.twokeys.plan.gate.TargetFacts.Serving;
import io.twokeys.plan.gate.TargetFacts.Setup;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A target in the best condition, on a Thursday morning; a test spoils what it is about. */
final class Preflight extends NoHistory {
    static final long GB = 1L << 30;

    private static final String WELL = """
            {'bytes': 10737418240, 'owner': 'odoo', 'encoding': 'UTF8', 'role': 'postgres', 'may_copy': true, 'version': 160004, 'folder': '/pg',
             'recovery': false, 'connections': 12, 'connections_max': 100, 'transactions': [], 'waiting': [],
             'archive_mode': 'on', 'archived_seconds': 60, 'archive_failing': false, 'slots': [], 'invalid_indexes': [],
             'checksum_failures': 0, 'extensions_missing': [], 'crons': 0, 'queue': false,
             'modules': [{'name': 'base', 'state': 'installed', 'latest_version': '19.0.1.3'}]}""";

    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-19T09:00:00Z"));
    String queue = "{}";
    Optional<Disk> data = Optional.of(new Disk("/pg", 100 * GB, 60 * GB, 100, 90));
    List<String> unread = List.of();
    List<String> processes = List.of("ps -e");
    OptionalLong visitors = OptionalLong.of(2);
    Map<Integer, Long> hours = Map.of();
    Optional<List<String>> oomKills = Optional.of(List.of());
    Optional<Map<String, String>> options = Optional.of(new HashMap<>(Map.of(
            "db_name",
            "prod",
            "db_user",
            "odoo",
            "db_host",
            "False",
            "list_db",
            "False",
            "data_dir",
            "/var/lib/odoo/")));
    boolean mayLog = true;
    boolean mayFreeze = true;
    boolean mayBackUp = true;
    OptionalLong memory = OptionalLong.of(8 * GB);
    Optional<Duration> drift = Optional.of(Duration.ZERO);
    Optional<Proof> checkpoint = Optional.of(new Proof("CP-3", clock.instant().minusSeconds(60)));
    Optional<Proof> drill = Optional.of(new Proof("DR-1", clock.instant().minusSeconds(60)));
    Optional<Rehearsal> rehearsal = tried("DR-9", true);
    List<String> holders = List.of("Ann", "Bob", "Cleo");
    Optional<String> open = Optional.empty();
    Optional<Instant> next = Optional.empty();
    final Map<String, Waiver> waivers = new HashMap<>();
    private Target target = Targets.named("prod");
    private final List<Disk> others = new ArrayList<>();
    private ObjectNode facts = (ObjectNode) json(WELL);

    /** A minute ago. */
    Optional<Rehearsal> tried(String what, boolean passed) {
        return Optional.of(
                new Rehearsal(what, clock.instant().minusSeconds(60), passed, Optional.of(Duration.ofMinutes(3))));
    }

    void at(String instant) {
        clock = InstantSource.fixed(Instant.parse(instant));
    }

    void checkpoints(CheckpointStrategy how) {
        target = Targets.saving(target, new Target.Checkpointing(how, "/backups", "main"));
    }

    void require(String... gates) {
        target = Targets.requiring(target, gates);
    }

    void data(long size, long free) {
        data = Optional.of(new Disk("/pg", size, free, 100, 90));
    }

    void disk(String folder, long size, long free) {
        others.removeIf(disk -> disk.folder().equals(folder));
        others.add(new Disk(folder, size, free, 0, 0));
    }

    /** A line of Odoo's configuration. */
    void option(String name, String value) {
        options.orElseThrow().put(name, value);
    }

    void fact(String name, String json) {
        facts.set(name, json(json));
    }

    void answersNothing() {
        facts = (ObjectNode) json("{}");
    }

    List<Gate> gates() {
        var read = new TargetFacts(
                new Code("a".repeat(40), ""),
                new Database(new Cluster(facts, json(queue), visitors, hours), Optional.of(Duration.ZERO)),
                new Resources(memory, data, others, unread, processes, oomKills, drift),
                new Serving(true, false, new Pages.Answer("/web/login", 200, "")),
                new Setup(options, mayLog, mayFreeze, mayBackUp));
        return new Gates(target, read, this, clock)
                .forUpgrade(new Change("b".repeat(40), List.of("sale"), "d".repeat(64)));
    }

    Gate gate(String id) {
        return gates().stream().filter(gate -> gate.id().equals(id)).findFirst().orElseThrow();
    }

    void says(String id, Result result, String... words) {
        Gate gate = gate(id);
        assertThat(gate.result()).as(gate.toString()).isEqualTo(result);
        assertThat(gate.evidence() + ". " + gate.fix()).contains(words);
        assertThat(gate.fix().isEmpty()).isEqualTo(result == Result.PASS);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Proofs proofs(TargetName name) {
        return new Proofs(checkpoint, drill);
    }

    @Override
    public Optional<Rehearsal> rehearsal(TargetName name, Change change) {
        return rehearsal;
    }

    @Override
    public Keys keys(TargetName name) {
        return new Keys(2, holders);
    }

    @Override
    public Optional<Waiver> waiver(TargetName name, String gate) {
        return Optional.ofNullable(waivers.get(gate));
    }

    @Override
    public Windows windows(TargetName name) {
        return new Windows(ZoneId.of("Europe/Paris"), open, next);
    }
}
