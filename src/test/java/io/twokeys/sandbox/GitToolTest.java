package io.twokeys.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The git of hosts without one, on the sandbox's own addons. */
@Tag("long")
class GitToolTest {
    @TempDir
    static Path root;

    @Test
    void it_answers_what_the_bot_asks_of_a_checkout() throws Exception {
        AddonsRepository.create(root);
        new ToolPrograms(root).install(false);

        String deployed =
                git("rev-parse", "--verify", "v1.0.0^{commit}").output().strip();
        assertThat(deployed).matches("[0-9a-f]{40}");
        assertThat(git("rev-parse", "--abbrev-ref", "HEAD").output().strip()).isEqualTo("deployed");
        assertThat(git("rev-parse", "--verify", "nowhere").exitCode()).isEqualTo(128);
        assertThat(git("status", "--porcelain").output()).isEmpty();
        assertThat(git("ls-tree", "-r", "--name-only", "main", "--", "crm_custom/migrations")
                        .output())
                .isEqualTo("crm_custom/migrations/19.0.1.1.0/post-migrate.py\n"
                        + "crm_custom/migrations/19.0.1.1.0/pre-migrate.py\n");
        assertThat(git("fetch").exitCode()).isZero();
        assertThat(git("checkout", "-q", "--detach", "origin/main").exitCode()).isZero();
        assertThat(Files.readString(root.resolve("addons/crm_custom/__manifest__.py")))
                .contains("19.0.1.1.0");
        Files.writeString(root.resolve("addons/README.md"), "changed");
        assertThat(git("status", "--porcelain").output()).isEqualTo(" M README.md\n");
        assertThat(git("merge-base", "--is-ancestor", deployed, "HEAD").exitCode())
                .isZero();
    }

    private static ProgramResult git(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(root.resolve("bin/git").toString(), "-C"));
        command.add(root.resolve("addons").toString());
        command.addAll(List.of(words));
        return ProgramResult.of(root, command);
    }
}
