package io.twokeys;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the image promises, read off its Dockerfile; and the one program of ours in it, run. */
class DockerfileTest {
    /** What {@code package} leaves in {@code target/quarkus-app}. */
    private static final Set<String> PACKAGED = Set.of("lib/", "quarkus-run.jar", "quarkus/", "app/");

    private record Instruction(String name, String argument) {}

    private List<Instruction> instructions = List.of();

    @BeforeEach
    void read() throws IOException {
        var text = Files.readString(Path.of("Dockerfile"))
                .replaceAll("(?m)^#.*\n", "")
                .replace("\\\n", " ");
        instructions = text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> new Instruction(line.split(" ", 2)[0], line.split(" ", 2)[1].strip()))
                .toList();
    }

    @Test
    void it_stands_on_a_versioned_base_from_no_particular_registry() {
        var stages = all("FROM")
                .filter(from -> from.contains(" AS "))
                .map(from -> from.split(" AS ")[1])
                .collect(toSet());
        var bases = all("FROM")
                .map(from -> from.split(" ")[0])
                .filter(base -> !stages.contains(base))
                .toList();
        assertThat(bases)
                .isNotEmpty()
                .allSatisfy(base -> assertThat(base)
                        .matches("[a-z-]+:25[\\w.-]*jre[\\w.-]*")
                        .doesNotContain("latest", "alpine"));
    }

    @Test
    void it_runs_as_a_numbered_user_who_is_not_root() {
        var afterLastFrom = instructions.subList(
                instructions.lastIndexOf(all("FROM")
                        .reduce((a, b) -> b)
                        .map(last -> new Instruction("FROM", last))
                        .orElseThrow()),
                instructions.size());
        assertThat(afterLastFrom)
                .filteredOn(i -> i.name().equals("USER"))
                .containsExactly(new Instruction("USER", "10001:10001"));
    }

    @Test
    void everything_it_copies_is_built_or_in_the_checkout() {
        var sources = all("COPY")
                .filter(copy -> !copy.startsWith("--from"))
                .map(copy -> Arrays.stream(copy.split(" +"))
                        .filter(word -> !word.startsWith("--"))
                        .findFirst()
                        .orElseThrow())
                .toList();
        assertThat(sources)
                .hasSizeGreaterThan(4)
                .allSatisfy(source -> assertThat(
                                source.startsWith("target/quarkus-app/")
                                        ? PACKAGED.contains(source.substring("target/quarkus-app/".length()))
                                        : Files.isExecutable(Path.of(source)))
                        .as(source)
                        .isTrue());
        assertThat(sources).filteredOn(s -> s.startsWith("target")).hasSize(PACKAGED.size());
    }

    @Test
    void its_entry_point_is_java_itself_so_that_signals_arrive() throws IOException {
        var command = new ObjectMapper().readValue(one("ENTRYPOINT"), String[].class);
        assertThat(command)
                .startsWith("java")
                .endsWith("-jar", "quarkus-run.jar")
                .contains("-XX:+UseSerialGC", "-XX:AOTCache=twokeys.aot")
                .anyMatch(word -> word.startsWith("-XX:MaxRAMPercentage="));
        assertThat(all("CMD")).isEmpty();
    }

    @Test
    void no_secret_passes_through_its_build() {
        assertThat(Stream.concat(all("ARG"), all("ENV")))
                .noneMatch(words -> words.toLowerCase(Locale.ROOT)
                        .matches(".*(password|token|secret|credential|private.?key|api.?key).*"));
    }

    @Test
    void it_trains_its_cache_with_the_jvm_options_it_starts_with() throws IOException {
        var training = Files.readString(Path.of("src/main/docker/train"));
        assertThat(new ObjectMapper().readValue(one("ENTRYPOINT"), String[].class))
                .filteredOn(word -> word.matches("-XX:(\\+Use.*GC|MaxRAM.*)|-D.*|--enable.*"))
                .hasSize(4)
                .allSatisfy(word -> assertThat(training).contains(word));
    }

    @Test
    void its_health_check_tells_ready_from_not_ready_and_not_there() throws Exception {
        assertThat(one("HEALTHCHECK")).endsWith("CMD [\"/opt/twokeys/healthy\", \"ready\"]");
        var service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        service.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        service.start();
        try {
            var port = service.getAddress().getPort();
            assertThat(healthy(port, "ready")).isZero();
            assertThat(healthy(port, "live")).isEqualTo(1);
        } finally {
            service.stop(0);
        }
        assertThat(healthy(aFreePort(), "ready")).isEqualTo(1);
    }

    private static int healthy(int port, String page) throws IOException, InterruptedException {
        var check = new ProcessBuilder("src/main/docker/healthy", page).redirectError(ProcessBuilder.Redirect.INHERIT);
        check.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        var process = check.start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static int aFreePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Stream<String> all(String name) {
        return instructions.stream().filter(i -> i.name().equals(name)).map(Instruction::argument);
    }

    private String one(String name) {
        var found = all(name).toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }
}
