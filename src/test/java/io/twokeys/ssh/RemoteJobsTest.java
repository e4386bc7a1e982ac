package io.twokeys.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteJobsTest {
    private static final JobId ID = new JobId("UP-42-upgrade");

    @TempDir
    Path folder;

    private SshServer server;
    private final Hosts hosts = new Hosts();
    private RemoteJobs jobs;

    @BeforeEach
    void start() throws IOException {
        server = SshServer.in(folder);
        jobs = new RemoteJobs(hosts.on(server.host()));
    }

    @AfterEach
    void stop() throws IOException {
        try (var running = Files.exists(jobFolder(ID).getParent())
                ? Files.list(jobFolder(ID).getParent())
                : null) {
            if (running != null)
                running.forEach(job -> jobs.stop(new JobId(job.getFileName().toString()), Duration.ZERO));
        }
        hosts.close();
        server.close();
    }

    private static ShellCommand sh(String script) {
        return ShellCommand.of("sh", "-c", script);
    }

    private Path jobFolder(JobId id) {
        return server.home().resolve(".twokeys/jobs/" + id);
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(jobFolder(ID).resolve("pid")).split(" ")[0]);
    }

    private JobState ended() {
        return await().until(() -> jobs.state(ID), state -> !(state instanceof JobState.Running));
    }

    @Test
    void a_job_nobody_started_is_absent() {
        assertThat(jobs.state(ID)).isEqualTo(new JobState.Absent());
        assertThat(jobs.stop(ID)).isEqualTo(new JobState.Absent());
        assertThat(jobs.follow(ID, 0, new Log())).isEqualTo(new JobState.Absent());
    }

    @Test
    void a_job_runs_detached_and_leaves_its_log_and_status() {
        assertThat(jobs.start(ID, 1, sh("echo out; echo err >&2; pwd; exit 7"))).isNotEqualTo(new JobState.Absent());
        Log log = new Log();
        assertThat(jobs.follow(ID, 0, log)).isEqualTo(new JobState.Exited(7));
        assertThat(log.text()).isEqualTo("out\nerr\n/\n");
    }

    @Test
    void a_jobs_words_arrive_as_they_are() {
        jobs.start(ID, 1, ShellCommand.of("printf", "%s|", "$(id)", "a'b", "", "é", "$HOME", "%h", "a\nb"));
        Log log = new Log();
        jobs.follow(ID, 0, log);
        assertThat(log.text()).isEqualTo("$(id)|a'b||é|$HOME|%h|a\nb|");
    }

    @Test
    void its_files_are_for_the_account_alone_and_the_job_keeps_the_accounts_own_mask() throws IOException {
        jobs.start(ID, 1, sh("umask"));
        Log log = new Log();
        jobs.follow(ID, 0, log);
        assertThat(log.text().strip()).isNotEqualTo("0077");
        assertThat(Files.getPosixFilePermissions(jobFolder(ID).resolve("out"))).hasSize(2);
        assertThat(Files.getPosixFilePermissions(jobFolder(ID))).hasSize(3);
    }

    @Test
    void twenty_starts_at_once_start_one() throws Exception {
        Path ran = folder.resolve("ran");
        Callable<JobState> start = () -> jobs.start(ID, 1, sh("echo x >> " + ran + "; sleep 1"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = threads.invokeAll(
                    IntStream.range(0, 20).mapToObj(i -> start).toList());
            for (var one : starts) assertThat(one.get()).isNotInstanceOf(JobState.Absent.class);
        }
        assertThat(ended()).isEqualTo(new JobState.Exited(0));
        jobs.start(ID, 2, sh("echo x >> " + ran));
        assertThat(ran).hasContent("x");
    }

    @Test
    void a_lower_epoch_is_refused_for_every_job_of_the_operation() {
        jobs.start(ID, 5, sh("true"));
        JobId other = new JobId("UP-42-restart");
        assertThat(jobs.start(other, 4, sh("true")))
                .isInstanceOfSatisfying(
                        JobState.Refused.class,
                        refused -> assertThat(refused.because()).contains("epoch 5"));
        assertThat(jobs.state(other)).isEqualTo(new JobState.Absent());
        assertThat(jobs.start(new JobId("UP-41-restart"), 1, sh("true"))).isNotInstanceOf(JobState.Refused.class);
    }

    @Test
    void a_start_that_was_cut_before_the_launch_is_taken_over_once() throws IOException {
        Path ran = folder.resolve("ran");
        server.command("setsid", "exit 1");
        HostTrouble trouble =
                catchThrowableOfType(HostTrouble.class, () -> jobs.start(ID, 1, sh("echo first >> " + ran)));
        assertThat(trouble).hasMessageContaining("Start it again: it cannot run twice");
        Files.delete(server.commands().resolve("setsid"));
        assertThat(jobs.state(ID)).isEqualTo(new JobState.Absent());

        jobs.start(ID, 2, sh("echo second >> " + ran));
        assertThat(ended()).isEqualTo(new JobState.Exited(0));
        runLateRunner(1);
        runLateRunner(2);
        assertThat(ran).hasContent("second");
    }

    /** What a launch does that was held up on the host until now. */
    private void runLateRunner(int epoch) {
        String job = jobFolder(ID).toString();
        String highest = server.home().resolve(".twokeys/epochs/UP-42").toString();
        ShellCommand late = ShellCommand.of("sh", job + "/run", job, Integer.toString(epoch), highest, "022", "setsid");
        assertThat(hosts.on(jobsHost()).run(late, Duration.ofSeconds(10)).exit())
                .isZero();
    }

    private io.twokeys.fleet.Host jobsHost() {
        try {
            return server.host();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_job_that_is_stopped_before_its_launch_never_runs() throws IOException {
        Path ran = folder.resolve("ran");
        server.command("setsid", "exit 1");
        assertThatThrownBy(() -> jobs.start(ID, 1, sh("touch " + ran))).isInstanceOf(HostTrouble.class);
        assertThat(jobs.stop(ID)).isEqualTo(new JobState.Exited(143));
        runLateRunner(1);
        assertThat(ran).doesNotExist();
    }

    @Test
    void a_job_whose_command_is_killed_exits_with_the_signal() {
        jobs.start(ID, 1, sh("kill -9 $$"));
        assertThat(ended()).isEqualTo(new JobState.Exited(137));
    }

    @Test
    void a_job_that_is_killed_whole_has_vanished() throws IOException {
        jobs.start(ID, 1, ShellCommand.of("sleep", "100"));
        assertThat(jobs.state(ID)).isInstanceOf(JobState.Running.class);
        long runner = pid();
        ProcessHandle.of(runner).orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
        ProcessHandle.of(runner).orElseThrow().destroyForcibly();
        assertThat(ended().ended()).isTrue();
    }

    @Test
    void a_job_without_its_runner_runs_until_its_last_process_is_gone() throws IOException {
        jobs.start(ID, 1, ShellCommand.of("sleep", "100"));
        ProcessHandle runner = ProcessHandle.of(pid()).orElseThrow();
        List<ProcessHandle> command = await().until(() -> runner.children().toList(), list -> !list.isEmpty());
        runner.destroyForcibly();
        await().until(() -> !runner.isAlive());
        assertThat(jobs.state(ID)).isInstanceOf(JobState.Running.class);
        command.forEach(ProcessHandle::destroyForcibly);
        assertThat(ended()).isEqualTo(new JobState.Vanished("killed without an exit status"));
        assertThat(jobs.start(ID, 9, sh("true"))).isEqualTo(new JobState.Vanished("killed without an exit status"));
    }

    @Test
    void a_job_from_before_a_restart_of_the_host_has_vanished() throws IOException {
        jobs.start(ID, 1, ShellCommand.of("sleep", "100"));
        Path pid = jobFolder(ID).resolve("pid");
        String now = Files.readString(pid);
        Files.writeString(pid, now.replaceFirst("[0-9a-f]{8}-", "00000000-"));
        assertThat(jobs.state(ID)).isEqualTo(new JobState.Vanished("the host was restarted"));
        Files.writeString(pid, now);
    }

    @Test
    void a_recycled_process_number_is_not_the_job() throws IOException {
        jobs.start(ID, 1, sh("true"));
        assertThat(ended()).isEqualTo(new JobState.Exited(0));
        Path pid = jobFolder(ID).resolve("pid");
        Files.writeString(
                pid,
                Files.readString(pid)
                        .replaceFirst(
                                "^[0-9]+", Long.toString(ProcessHandle.current().pid())));
        Files.delete(jobFolder(ID).resolve("exit"));
        assertThat(jobs.state(ID)).isEqualTo(new JobState.Vanished("killed without an exit status"));
    }

    @Test
    void stop_asks_first_and_kills_then() {
        jobs.start(ID, 1, sh("trap 'echo going; exit 3' TERM; echo up; while :; do sleep 0.1; done"));
        await().until(() -> Files.size(jobFolder(ID).resolve("out")) > 0);
        assertThat(jobs.stop(ID)).isEqualTo(new JobState.Exited(3));

        JobId deaf = new JobId("UP-43");
        jobs.start(deaf, 1, sh("trap '' TERM; echo up; while :; do sleep 0.1; done"));
        await().until(() -> Files.size(jobFolder(deaf).resolve("out")) > 0);
        assertThat(jobs.stop(deaf, Duration.ofSeconds(1))).isEqualTo(new JobState.Exited(137));
        assertThat(jobs.stop(deaf)).isEqualTo(new JobState.Exited(137));
    }

    @Test
    void a_full_disk_is_trouble_and_never_success() throws IOException {
        jobs.start(ID, 1, sh("sleep 0.5; ln -s /dev/full " + jobFolder(ID).resolve("probe")));
        HostTrouble trouble = catchThrowableOfType(HostTrouble.class, this::ended);
        Files.writeString(jobFolder(ID).resolve("exit"), "0\n");
        assertThat(trouble.kind()).isEqualTo(Kind.DISK_FULL);
        assertThat(trouble).hasMessageContaining("status 0").hasMessageContaining("neither its log nor its result");

        server.command("mkdir", "echo \"mkdir: cannot create directory: No space left on device\" >&2; exit 1");
        HostTrouble start =
                catchThrowableOfType(HostTrouble.class, () -> jobs.start(new JobId("UP-44"), 1, sh("true")));
        assertThat(start.kind()).isEqualTo(Kind.DISK_FULL);
    }

    @Test
    void a_job_id_is_letters_digits_and_dashes() {
        assertThat(ID.operation()).isEqualTo("UP-42");
        assertThat(new JobId("UP-42").operation()).isEqualTo("UP-42");
        assertThat(new JobId("nightly").operation()).isEqualTo("nightly");
        for (String bad : List.of("", "-a", "a/b", "../x", "a b", "a;b", "a".repeat(64), "é")) {
            assertThatThrownBy(() -> new JobId(bad)).hasMessageContaining("not a job id");
        }
    }
}
