package io.twokeys.odoo.host;

import io.twokeys.fleet.Odoo;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.CommandResult;
import io.twokeys.ssh.HostSession;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Odoo's service writes down: the {@code logfile} of its configuration, or without one its unit in the journal. A place in
 * it is a word of its own, {@code file:4711} in bytes or {@code cursor:s=…}, and empty where it cannot be told.
 */
public final class ServiceLog {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** More than this between two looks is a storm; its first part is enough to say so. */
    private static final int MOST = 4_000_000;

    private static final String FROM = "tail -c +\"$1\" -- \"$2\" | head -c \"$3\"";
    private static final String CURSOR = "-- cursor: ";
    private static final Pattern CURSORS = Pattern.compile("(?m)^" + CURSOR + "(\\S+)\\s*\\z");

    private final HostSession session;
    private final Odoo odoo;

    ServiceLog(HostSession session, Odoo odoo) {
        this.session = session;
        this.odoo = odoo;
    }

    /** @param end the place after it */
    public record Written(String text, String end) {}

    /** The place where it ends now. */
    public String end() {
        return file().map(path -> size(path).map(size -> "file:" + size).orElse(""))
                .orElseGet(() -> cursor(journal("-n", "0")).orElse(""));
    }

    /** What was written after {@code place}, from the start if the file was rotated away; empty if that cannot be read. */
    public Optional<Written> since(String place) {
        if (place.startsWith("cursor:")) {
            String out = journal("--after-cursor=" + place.substring("cursor:".length()));
            return Optional.of(new Written(
                    CURSORS.matcher(out).replaceFirst(""), cursor(out).orElse(place)));
        }
        if (!place.startsWith("file:")) return Optional.empty();
        return file().flatMap(path -> since(path, Long.parseLong(place.substring("file:".length()))));
    }

    private Optional<Written> since(String path, long place) {
        return size(path).flatMap(size -> {
            long from = size < place ? 0 : place;
            String length = Long.toString(Math.min(MOST, size - from));
            var tail = ShellCommand.of("sh", "-c", FROM, "sh", Long.toString(from + 1), path, length);
            CommandResult read = session.run(tail.as(odoo.user()), LIMIT);
            return read.ok() ? Optional.of(new Written(read.out(), "file:" + size)) : Optional.empty();
        });
    }

    private Optional<String> file() {
        return new OdooConf(session, odoo)
                .options()
                .flatMap(options -> OdooConf.value(options, "logfile"))
                .filter(name -> name.startsWith("/"));
    }

    private Optional<Long> size(String path) {
        CommandResult stat =
                session.run(ShellCommand.of("stat", "-c", "%s", "--", path).as(odoo.user()), LIMIT);
        String out = stat.out().strip();
        return stat.ok() && out.matches("\\d{1,18}") ? Optional.of(Long.valueOf(out)) : Optional.empty();
    }

    private String journal(String... which) {
        var command = ShellCommand.of("journalctl", "--no-pager", "-o", "cat", "--show-cursor", "-u", odoo.service())
                .with(which)
                .asRoot();
        return session.run(command, LIMIT).out();
    }

    private static Optional<String> cursor(String out) {
        Matcher match = CURSORS.matcher(out);
        return match.find() ? Optional.of("cursor:" + match.group(1)) : Optional.empty();
    }
}
