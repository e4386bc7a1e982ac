package io.twokeys.sandbox.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code journalctl} and {@code dmesg} of the sandbox host: they read the journal file that its programs append to. */
public final class Journal {
    private static final Pattern AGO =
            Pattern.compile("-?(\\d+)\\s*(s|sec|second|seconds|m|min|minute|minutes|h|hour|hours|d|day|days)(?: ago)?");

    /**
     * A line of the journal file: microseconds since 1970, what wrote it, the text, between tabs.
     *
     * @param source {@code kernel}, {@code sudo}, or the unit
     */
    private record Entry(Instant time, String source, String text) {
        static Entry parse(String line) {
            String[] parts = line.split("\t", 3);
            long micros = Long.parseLong(parts[0]);
            return new Entry(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000), parts[1], parts[2]);
        }
    }

    private Journal() {}

    public static void main(String[] words) throws IOException {
        boolean dmesg = words.length > 0 && words[0].equals("dmesg");
        List<String> rest = new ArrayList<>(List.of(words).subList(1, words.length));
        Instant now = InstantSource.system().instant();
        Instant since = Instant.EPOCH;
        Instant until = now.plus(Duration.ofDays(1));
        String source = dmesg ? "kernel" : "";
        String format = dmesg ? "dmesg" : "short";
        int last = Integer.MAX_VALUE;
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? "" : word.substring(equals + 1);
            boolean takesValue = List.of(
                            "-u", "--unit", "-S", "--since", "-U", "--until", "-n", "--lines", "-o", "--output", "-t")
                    .contains(name);
            if (takesValue && equals < 0 && !rest.isEmpty()) value = rest.removeFirst();
            switch (name) {
                case "-u", "--unit", "-t" -> source = value.replace(".service", "");
                case "-k", "--dmesg" -> source = "kernel";
                case "-S", "--since" -> since = time(value, now);
                case "-U", "--until" -> until = time(value, now);
                case "-n", "--lines" -> last = value.equals("all") ? last : Integer.parseInt(value);
                case "-o", "--output" -> format = value;
                case "-T", "--ctime" -> format = "ctime";
                default -> {}
            }
        }
        print(entries(source, since, until), last, format);
    }

    private static Instant time(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long amount = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2).charAt(0)) {
                        case 's' -> Duration.ofSeconds(amount);
                        case 'm' -> Duration.ofMinutes(amount);
                        case 'h' -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        }
        if (text.startsWith("@")) return Instant.ofEpochMilli(Math.round(Double.parseDouble(text.substring(1)) * 1000));
        try {
            String iso = text.replace(" UTC", "").replace(' ', 'T').replace("Z", "");
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            System.err.println("Failed to parse timestamp: " + text);
            System.exit(1);
            return now;
        }
    }

    private static List<Entry> entries(String source, Instant since, Instant until) throws IOException {
        Path file = Path.of(System.getProperty("sandbox"), "log/journal.log");
        if (!Files.exists(file)) return List.of();
        return Files.readAllLines(file).stream()
                .map(Entry::parse)
                .filter(entry -> source.isEmpty() || entry.source().equals(source))
                .filter(entry -> !entry.time().isBefore(since) && !entry.time().isAfter(until))
                .toList();
    }

    private static void print(List<Entry> entries, int last, String format) throws IOException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        double boot = bootTime();
        for (Entry entry : entries.subList(Math.max(0, entries.size() - last), entries.size())) {
            out.println(line(entry, format, boot));
        }
        out.flush();
    }

    private static String line(Entry entry, String format, double boot) {
        String kernelText = entry.text().replaceFirst("^kernel: ", "");
        double seconds = entry.time().getEpochSecond() + entry.time().getNano() / 1e9;
        return switch (format) {
            case "dmesg" -> String.format(Locale.ROOT, "[%12.6f] %s", seconds - boot, kernelText);
            case "ctime" -> "[" + at(entry, "EEE MMM ppd HH:mm:ss yyyy") + "] " + kernelText;
            case "cat" -> entry.text().replaceFirst("^[^:]*: ", "");
            case "short-iso" -> at(entry, "yyyy-MM-dd'T'HH:mm:ss'+00:00'") + " sandbox " + entry.text();
            case "short-iso-precise" -> at(entry, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'") + " sandbox " + entry.text();
            case "short-unix" -> String.format(Locale.ROOT, "%.6f", seconds) + " sandbox " + entry.text();
            default -> at(entry, "MMM dd HH:mm:ss") + " sandbox " + entry.text();
        };
    }

    private static String at(Entry entry, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(entry.time());
    }

    private static double bootTime() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
            if (line.startsWith("btime ")) return Double.parseDouble(line.substring("btime ".length()));
        }
        return 0;
    }
}
