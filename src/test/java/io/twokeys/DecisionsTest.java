package io.twokeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

    @Test
    void every_dependency_and_plugin_of_the_pom_has_its_line() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"));
        var decisions = Files.readString(Path.of("src/docs/adr/0002-dependencies.md"));
        var artifacts = ARTIFACT.matcher(pom.substring(pom.indexOf("<dependencyManagement>")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
        assertThat(artifacts)
                .hasSizeGreaterThan(20)
                .allSatisfy(artifact -> assertThat(decisions)
                        .as("say in src/docs/adr/0002-dependencies.md what " + artifact + " does for us and replaces")
                        .containsPattern("[`:]" + Pattern.quote(artifact) + "`"));
    }
}
