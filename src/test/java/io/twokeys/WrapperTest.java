package io.twokeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .mvn/jdk.sh} as {@code mvnw} sources it, on a machine whose JDKs are folders we made. */
class WrapperTest {
    @TempDir
    Path machine;

    private final Map<String, String> environment = new LinkedHashMap<>();

    @BeforeEach
    void a_machine_without_a_jdk() throws IOException {
        environment.put("HOME", Files.createDirectory(machine.resolve("home")).toString());
        environment.put("PATH", Files.createDirectory(machine.resolve("bin")).toString());
        for (var tool : new String[] {"sed", "grep", "readlink"})
            Files.createSymbolicLink(machine.resolve("bin").resolve(tool), where(tool));
    }

    @Test
    void java_home_is_kept_when_it_is_new_enough() throws Exception {
        environment.put("JAVA_HOME", jdk("given", "25.0.1").toString());
        onPath(jdk("path", "27"));
        jdk("home/.jdks/newer", "26");
        assertThat(chosen()).isEqualTo(machine.resolve("given"));
    }

    @Test
    void an_old_java_home_gives_way_to_the_jdk_of_javac() throws Exception {
        environment.put("JAVA_HOME", jdk("given", "17.0.15").toString());
        onPath(jdk("path", "25"));
        jdk("home/.jdks/newer", "26");
        assertThat(chosen()).isEqualTo(machine.resolve("path"));
    }

    @Test
    void otherwise_the_newest_in_the_usual_places_is_taken() throws Exception {
        onPath(jdk("path", "21.0.2"));
        jdk("home/.jdks/a", "25");
        jdk("home/.jdks/b", "25.0.9");
        jdk("home/.sdkman/candidates/java/c", "127");
        assertThat(chosen()).isEqualTo(machine.resolve("home/.sdkman/candidates/java/c"));
    }

    @Test
    void a_runtime_without_a_compiler_is_no_jdk() throws Exception {
        var runtime = jdk("given", "125");
        Files.delete(runtime.resolve("bin/javac"));
        environment.put("JAVA_HOME", runtime.toString());
        jdk("home/.jdks/whole", "99");
        assertThat(chosen()).isEqualTo(machine.resolve("home/.jdks/whole"));
    }

    @Test
    void none_is_one_sentence_and_exit_1() throws Exception {
        environment.put("JAVA_HOME", jdk("given", "24.0.2").toString());
        var run = source(scriptWithoutThisMachine());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said())
                .startsWith("Twokeys needs a JDK 25 or newer and found none: install one")
                .contains("set JAVA_HOME")
                .hasLineCount(1);
    }

    private Path jdk(String name, String version) throws IOException {
        var home = machine.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        var javac = Files.writeString(home.resolve("bin/javac"), "#!/bin/sh\nexit 9\n");
        Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private void onPath(Path jdk) throws IOException {
        Files.createSymbolicLink(machine.resolve("bin/javac"), jdk.resolve("bin/javac"));
    }

    private Path chosen() throws Exception {
        var run = source(Path.of(".mvn/jdk.sh"));
        assertThat(run.exit()).as(run.said()).isZero();
        return Path.of(run.said().strip());
    }

    /** The same script, with the folders outside the home folder, where this machine may have a JDK, pointed at nothing. */
    private Path scriptWithoutThisMachine() throws IOException {
        var script = Files.readString(Path.of(".mvn/jdk.sh"));
        for (var place : new String[] {"/usr/lib/jvm/", "/opt/java/", "/opt/jdk", "/opt/homebrew/", "/Library/Java/"}) {
            assertThat(script).contains(place);
            script = script.replace(place, machine.resolve("nothing") + place);
        }
        return Files.writeString(machine.resolve("jdk.sh"), script);
    }

    private record Run(int exit, String said) {}

    private Run source(Path script) throws IOException, InterruptedException {
        var sh = new ProcessBuilder(
                "/bin/sh",
                "-euf",
                "-c",
                ". \"$1\"; echo \"$JAVA_HOME\"",
                "mvnw",
                script.toAbsolutePath().toString());
        sh.environment().clear();
        sh.environment().putAll(environment);
        var process = sh.redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes());
        return new Run(process.waitFor(), said);
    }

    private static Path where(String tool) {
        return java.util.stream.Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
