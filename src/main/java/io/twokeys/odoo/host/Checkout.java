package io.twokeys.odoo.host;

import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.CommandResult;
import io.twokeys.ssh.HostSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The git checkout of custom addons. Read at any revision without touching the working tree. */
public final class Checkout {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HostSession session;
    private final String user;
    private final String path;

    Checkout(HostSession session, String user, String path) {
        this.session = session;
        this.user = user;
        this.path = path;
    }

    /** The commit that is deployed. */
    public String head() {
        return git("rev-parse", "--verify", "HEAD")
                .orTrouble("git in " + path)
                .out()
                .strip();
    }

    /**
     * The full commit id of a branch, tag or commit. One that the checkout does not know is fetched from where the checkout came
     * from, as far as that can be reached; empty if it is not there either.
     */
    public Optional<String> resolve(String revision) {
        Optional<String> known = known(revision);
        if (known.isPresent()) return known;
        git("fetch", "--quiet", "--tags", "origin");
        return known(revision).or(() -> known("origin/" + revision));
    }

    private Optional<String> known(String revision) {
        CommandResult result = git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        return result.yes("git in " + path) ? Optional.of(result.out().strip()) : Optional.empty();
    }

    /** Tracked files that differ from the commit, one a line; empty if the checkout is clean. */
    public String changes() {
        return git("status", "--porcelain", "--untracked-files=no")
                .orTrouble("git in " + path)
                .out()
                .strip();
    }

    public List<String> files(String commit) {
        return git("ls-tree", "-r", "--name-only", commit)
                .orTrouble("git in " + path)
                .out()
                .lines()
                .toList();
    }

    /** The content of files at a commit; a file that is not there is left out. */
    public Map<String, String> read(String commit, Collection<String> files) {
        if (files.isEmpty()) return Map.of();
        var wanted = new StringBuilder();
        files.forEach(file -> wanted.append(commit).append(':').append(file).append('\n'));
        String out = session.run(command("cat-file", "--batch"), wanted.toString(), LIMIT)
                .orTrouble("git in " + path)
                .out();
        return batch(files, out.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts the working tree on a commit. Doing it twice is doing it once. */
    public void deploy(String commit) {
        git("checkout", "--quiet", "--detach", commit).orTrouble("git checkout in " + path);
    }

    /** Output of {@code cat-file --batch}: a header {@code ID TYPE SIZE}, the bytes, a newline; or {@code NAME missing}. */
    private static Map<String, String> batch(Collection<String> files, byte[] out) {
        Map<String, String> contents = new LinkedHashMap<>();
        int at = 0;
        for (String file : files) {
            int end = at;
            while (end < out.length && out[end] != '\n') end++;
            String[] header = new String(out, at, end - at, StandardCharsets.UTF_8).split(" ");
            at = end + 1;
            if (header[header.length - 1].equals("missing")) continue;
            int size = Integer.parseInt(header[2]);
            contents.put(file, new String(out, at, size, StandardCharsets.UTF_8));
            at += size + 1;
        }
        return contents;
    }

    private CommandResult git(String... words) {
        return session.run(command(words), LIMIT);
    }

    private ShellCommand command(String... words) {
        return ShellCommand.of("git", "-C", path).with(words).as(user);
    }
}
