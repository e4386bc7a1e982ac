package io.twokeys.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.fleet.Target;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A physical backup of the whole cluster, incremental where there is one before, told from others by an annotation (pgBackRest 2.41
 * and later). Its one database is restored beside the live one by a {@link SideCluster}; the other databases of the cluster are
 * neither read nor touched.
 *
 * <p>It is never deleted from here: later backups may build on it, and the repository has a retention of its own.
 */
final class PgBackRest extends RestoredBeside {
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final String ANNOTATION = "twokeys";
    /** Of {@code info}: nothing is wrong, or nothing was backed up yet (pgbackrest.org, command reference, info). */
    private static final int OK = 0;

    private static final int NO_BACKUP_YET = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String user;
    private final String folder;
    private final String stanza;

    PgBackRest(Target.Settings settings) {
        this.user = settings.postgresUser();
        this.folder = settings.checkpoints().folder();
        this.stanza = settings.checkpoints().stanza();
    }

    @Override
    public Optional<String> obstacle(OdooHost host) {
        try {
            JsonNode status = info(host).path("status");
            int code = status.path("code").asInt(-1);
            return code == OK || code == NO_BACKUP_YET
                    ? Optional.empty()
                    : Optional.of("pgBackRest says of the stanza %s: %s"
                            .formatted(stanza, status.path("message").asText("nothing")));
        } catch (HostTrouble trouble) {
            if (trouble.kind().passes()) throw trouble;
            return Optional.of(String.valueOf(trouble.getMessage()));
        }
    }

    /** The value of its annotation. */
    @Override
    public String copyOf(String database, CheckpointId id) {
        return Checkpoint.siblingOf(database, id);
    }

    /** pgBackRest takes up or puts away itself what was interrupted. */
    @Override
    public void clear(OdooHost host, String copy) {}

    @Override
    public Optional<ShellCommand> make(OdooHost host, String database, String copy) {
        if (stands(host, copy)) return Optional.empty();
        return Optional.of(pgbackrest("--start-fast", "--annotation=" + ANNOTATION + "=" + copy, "backup"));
    }

    /**
     * {@code verify} ends with status 0 whatever it finds (seen with 2.45 and a file of the repository cut short), so its words
     * count, and only those about this very backup.
     */
    @Override
    public String verify(OdooHost host, String database, String copy) {
        JsonNode backup = backup(host, copy)
                .orElseThrow(() -> new NotWhole("pgBackRest has no backup " + copy + ". Run the same again."));
        String label = backup.path("label").asText();
        String said = host.session()
                .run(pgbackrest("--set=" + label, "--output=text", "--verbose", "verify"), LIMIT)
                .orTrouble("verifying the backup " + label)
                .out();
        boolean valid = said.lines().anyMatch(line -> line.strip().startsWith("backup: " + label + ", status: valid"));
        if (!valid || backup.path("error").asBoolean(true)) {
            throw new NotWhole(
                    "pgBackRest does not call its backup %s valid. Look at `pgbackrest --stanza=%s verify` there."
                            .formatted(label, stanza));
        }
        return "";
    }

    @Override
    ShellCommand into(OdooHost host, Checkpoint checkpoint, String restored) {
        String live = checkpoint.contents().database();
        String copy = checkpoint.contents().copy();
        String label = backup(host, copy)
                .map(backup -> backup.path("label").asText())
                .orElseThrow(() -> new NotWhole("pgBackRest has the backup " + copy
                        + " no more: its retention has expired it. Choose another checkpoint."));
        String owner = Databases.emptyLike(host, live, restored);
        String binaries = host.postgres()
                .query("postgres", "select to_json(setting) from pg_config where name = 'BINDIR'")
                .asText();
        return new SideCluster(folder + "/" + Checkpoint.siblingOf(live, "side"), binaries)
                .carryOver(stanza, label, live, restored, owner)
                .as(user);
    }

    @Override
    public void delete(OdooHost host, Checkpoint checkpoint) {}

    @Override
    public boolean stands(OdooHost host, String copy) {
        return backup(host, copy).isPresent();
    }

    @Override
    public boolean present(OdooHost host, Checkpoint checkpoint) {
        return !stanza.isEmpty() && stands(host, checkpoint.contents().copy());
    }

    private Optional<JsonNode> backup(OdooHost host, String copy) {
        return StreamSupport.stream(info(host).path("backup").spliterator(), false)
                .filter(backup ->
                        backup.path("annotation").path(ANNOTATION).asText().equals(copy))
                .reduce((earlier, later) -> later);
    }

    /** What pgBackRest knows of the stanza. */
    private JsonNode info(OdooHost host) {
        String out = host.session()
                .run(pgbackrest("--output=json", "info"), LIMIT)
                .orTrouble("asking pgBackRest for its backups")
                .out();
        try {
            return JSON.readTree(out).path(0);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("pgbackrest info did not answer in JSON", e);
        }
    }

    private ShellCommand pgbackrest(String... words) {
        return ShellCommand.of("pgbackrest")
                .with(Stream.concat(Stream.of("--stanza=" + stanza), Arrays.stream(words))
                        .toArray(String[]::new))
                .as(user);
    }
}
