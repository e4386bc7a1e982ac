package io.twokeys.odoo.host;

import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.CommandResult;
import io.twokeys.ssh.HostSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host's memory, file systems, processes and clock. What cannot be read is absent. */
public final class Machine {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern MEMORY = Pattern.compile("(?m)^(MemAvailable|SwapFree):\\s+(\\d+) kB$");
    /** GNU {@code df --output=size,avail,itotal,iavail,file}; some file systems count no inodes and say {@code -}. */
    private static final Pattern DISK = Pattern.compile("\\s*(\\d+)\\s+(\\d+)\\s+(\\d+|-)\\s+(\\d+|-)\\s+(\\S.*)");

    /** The one line that names the process, Linux 2.6 to 6 ({@code mm/oom_kill.c}). */
    private static final Pattern OOM_KILL = Pattern.compile("Killed process \\d+ \\(");

    private static final Pattern TIME = Pattern.compile("(\\d{1,12})\\.(\\d{9})");

    private final HostSession session;

    public Machine(HostSession session) {
        this.session = session;
    }

    /**
     * The file system under a folder, in bytes.
     *
     * @param inodes 0 where there is no limit
     */
    public record Disk(String folder, long size, long free, long inodes, long freeInodes) {
        /** The used share, 0 to 1: what an ordinary user cannot write to counts as used. */
        public double used() {
            return size == 0 ? 1 : 1 - (double) free / size;
        }

        public double usedInodes() {
            return inodes == 0 ? 0 : 1 - (double) freeInodes / inodes;
        }
    }

    /**
     * How far its clock is from ours, at least: whatever the line took is given to it as an excuse. Positive when it is ahead.
     */
    public Optional<Duration> drift(InstantSource ours) {
        Instant before = ours.instant();
        Matcher match = TIME.matcher(out(ShellCommand.of("date", "+%s.%N")).strip());
        Instant after = ours.instant();
        if (!match.matches()) return Optional.empty();
        var theirs = Instant.ofEpochSecond(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)));
        return Optional.of(between(before, theirs, after));
    }

    /** How far {@code theirs} is outside of the time from {@code before} to {@code after}. */
    public static Duration between(Instant before, Instant theirs, Instant after) {
        if (theirs.isBefore(before)) return Duration.between(before, theirs);
        return theirs.isAfter(after) ? Duration.between(after, theirs) : Duration.ZERO;
    }

    /** Bytes that processes can still get, swap included. */
    public OptionalLong memory() {
        Matcher match = MEMORY.matcher(out(ShellCommand.of("cat", "/proc/meminfo")));
        long kilobytes = 0;
        boolean found = false;
        while (match.find()) {
            found |= match.group(1).equals("MemAvailable");
            kilobytes += Long.parseLong(match.group(2));
        }
        return found ? OptionalLong.of(kilobytes * 1024) : OptionalLong.empty();
    }

    /** The file systems of {@code folders} as {@code user} sees them; a folder that is not there is left out. */
    public List<Disk> disks(String user, List<String> folders) {
        var df = ShellCommand.of("df", "-B1", "--output=size,avail,itotal,iavail,file")
                .with(folders.toArray(String[]::new))
                .as(user);
        List<Disk> disks = new ArrayList<>();
        for (String line : session.run(df, LIMIT).out().lines().toList()) {
            Matcher match = DISK.matcher(line);
            if (!match.matches()) continue;
            disks.add(new Disk(
                    match.group(5).strip(),
                    Long.parseLong(match.group(1)),
                    Long.parseLong(match.group(2)),
                    inodes(match.group(3)),
                    inodes(match.group(4))));
        }
        return disks;
    }

    private static long inodes(String text) {
        return text.equals("-") ? 0 : Long.parseLong(text);
    }

    /** Whether an account may write to a file or into a folder, or make it if it is not there. */
    public boolean mayWrite(String user, String path) {
        if (test(user, "-e", path)) return test(user, "-w", path);
        return test(user, "-w", path.substring(0, Math.max(1, path.lastIndexOf('/'))));
    }

    private boolean test(String user, String how, String path) {
        return session.run(ShellCommand.of("test", how, path).as(user), LIMIT).yes("looking at " + path);
    }

    /** The command lines of all processes; empty if they cannot be listed. */
    public List<String> processes() {
        return out(ShellCommand.of("ps", "-e", "-ww", "-o", "args=")).lines().toList();
    }

    /** What the kernel wrote when it killed processes because memory was out; absent if its journal cannot be read. */
    public Optional<List<String>> oomKills(Instant since) {
        var journal = ShellCommand.of("journalctl", "-k", "--no-pager", "-o", "short", "-n", "20000")
                .with("--since", "@" + since.getEpochSecond())
                .asRoot();
        CommandResult read = session.run(journal, LIMIT);
        return read.ok()
                ? Optional.of(read.out().lines().filter(OOM_KILL.asPredicate()).toList())
                : Optional.empty();
    }

    private String out(ShellCommand command) {
        CommandResult result = session.run(command, LIMIT);
        return result.ok() ? result.out() : "";
    }
}
