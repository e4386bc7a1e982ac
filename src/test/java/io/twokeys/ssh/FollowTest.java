package io.twokeys.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowTest {
    private static final JobId ID = new JobId("UP-7");

    @TempDir
    Path folder;

    private SshServer server;
    private BadLine line;
    private final Hosts hosts = new Hosts();
    private RemoteJobs jobs;

    @BeforeEach
    void start() throws IOException {
        server = SshServer.in(folder);
        line = BadLine.to(server.port());
        jobs = new RemoteJobs(hosts.on(server.host(line.port())));
    }

    @AfterEach
    void stop() throws IOException {
        new RemoteJobs(hosts.on(server.host())).stop(ID, Duration.ZERO);
        hosts.close();
        line.close();
        server.close();
    }

    private Path out() {
        return server.home().resolve(".twokeys/jobs/UP-7/out");
    }

    private void start(String script) {
        jobs.start(ID, 1, ShellCommand.of("sh", "-c", script));
    }

    @Test
    void the_log_goes_on_at_the_byte_where_the_connection_was_reset() throws IOException {
        start("i=0; while [ $i -lt 60 ]; do head -c 100000 /dev/urandom; sleep 0.02; i=$((i+1)); done; exit 4");
        Log log = new Log();
        Thread.startVirtualThread(() -> {
            for (int cut = 1; cut <= 3; cut++) {
                line.resetAfter(700_000 + cut * 12_345);
                int seen = log.size();
                await().until(() -> log.size() > seen + 1_500_000 || log.size() > 5_500_000);
            }
        });
        assertThat(jobs.follow(ID, 0, log)).isEqualTo(new JobState.Exited(4));
        assertThat(log.bytes()).isEqualTo(Files.readAllBytes(out())).hasSize(6_000_000);
        assertThat(line.connections()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void silence_on_the_line_is_noticed_and_bridged() throws IOException {
        start("i=0; while [ $i -lt 50 ]; do echo line $i; sleep 0.1; i=$((i+1)); done");
        Log log = new Log();
        Thread.startVirtualThread(() -> {
            await().until(() -> log.size() > 20);
            line.fallSilent();
        });
        assertThat(jobs.follow(ID, 0, log)).isEqualTo(new JobState.Exited(0));
        assertThat(log.bytes()).isEqualTo(Files.readAllBytes(out()));
        assertThat(line.connections()).isEqualTo(2);
    }

    @Test
    void a_log_is_followed_from_any_byte_also_when_the_job_is_long_over() {
        start("printf 0123456789");
        jobs.follow(ID, 0, new Log());
        Log rest = new Log(4);
        assertThat(jobs.follow(ID, 4, rest)).isEqualTo(new JobState.Exited(0));
        assertThat(rest.text()).isEqualTo("456789");
    }

    @Test
    void lines_come_while_the_job_runs_and_a_follower_may_leave() throws Exception {
        start("echo first; sleep 100");
        Log log = new Log();
        CompletableFuture<JobState> following = CompletableFuture.supplyAsync(() -> jobs.follow(ID, 0, log));
        await().until(() -> log.size() == 6);
        assertThat(following).isNotDone();
        log.enough();
        assertThat(following).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(JobState.Running.class);
        assertThat(jobs.state(ID)).isInstanceOf(JobState.Running.class);
    }

    @Test
    void a_host_that_stays_away_is_given_up() throws IOException {
        start("sleep 100");
        RemoteJobs impatient = new RemoteJobs(hosts.on(server.host(line.port())), Duration.ofMillis(500));
        line.close();
        HostTrouble trouble = catchThrowableOfType(HostTrouble.class, () -> impatient.follow(ID, 0, new Log()));
        assertThat(trouble.kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    @Tag("long")
    void a_hundred_megabytes_pass_in_flat_memory() throws Exception {
        start(
                "yes '2026-03-01 10:00:00,123 4242 INFO prod odoo.modules.loading: Loading module sale (3/10)' | head -c 100000000");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        await().until(() -> jobs.state(ID).ended());
        System.gc();
        long before = used();
        long[] most = {0, 0};
        jobs.follow(ID, 0, (offset, buffer, length) -> {
            digest.update(buffer, 0, length);
            most[1] += length;
            if (most[1] / 10_000_000 != (most[1] - length) / 10_000_000) {
                System.gc();
                most[0] = Math.max(most[0], used() - before);
            }
        });
        assertThat(most[1]).isEqualTo(100_000_000);
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sha256(out()));
        assertThat(most[0]).as("bytes of heap beyond the start").isLessThan(24L << 20);
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String sha256(Path file) throws Exception {
        Process process = new ProcessBuilder("sha256sum", file.toString()).start();
        return new String(process.getInputStream().readAllBytes()).split(" ")[0];
    }
}
