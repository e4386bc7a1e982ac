package io.twokeys.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ShellCommandTest {
    @Example
    void words_that_need_no_quotes_get_none() {
        assertThat(ShellCommand.of("odoo-bin", "-c", "/etc/odoo/odoo.conf", "--db_host=db:5432", "a@b,c%d+e")
                        .line())
                .isEqualTo("odoo-bin -c /etc/odoo/odoo.conf --db_host=db:5432 a@b,c%d+e");
    }

    @Example
    void other_words_are_quoted() {
        assertThat(ShellCommand.of("echo", "", "it's", "$HOME", "a b")
                        .as("odoo")
                        .line())
                .isEqualTo("sudo -n -u odoo echo '' 'it'\\''s' '$HOME' 'a b'");
        assertThat(ShellCommand.of("reboot").asRoot().line()).isEqualTo("sudo -n reboot");
    }

    @Example
    void the_first_word_is_always_a_command() throws Exception {
        assertThat(ShellCommand.of("A=b").line()).isEqualTo("'A=b'");
        for (String word : List.of("A=b", "if", "time", "do", "!", "{")) {
            assertThat(sh(ShellCommand.of(word, "x").line() + " 2>&1; echo $?"))
                    .contains(word)
                    .endsWith("127\n");
        }
    }

    @Example
    void secrets_are_sent_and_not_shown() {
        ShellCommand command = ShellCommand.of("psql", "-W").withSecret("hun ter2");
        assertThat(command.line()).isEqualTo("psql -W 'hun ter2'");
        assertThat(command).hasToString("psql -W •••");
    }

    @Example
    void what_no_shell_can_pass_is_refused() {
        assertThatThrownBy(() -> ShellCommand.of("a\0b")).hasMessageContaining("NUL");
        assertThatThrownBy(ShellCommand::of).hasMessageContaining("at least one word");
    }

    @Property(tries = 150)
    void any_words_arrive_as_they_are(@ForAll("wordLists") List<String> words) throws Exception {
        ShellCommand command = ShellCommand.of("printf", "%s\\036").with(words.toArray(String[]::new));
        String expected =
                String.join("", words.stream().map(word -> word + "\036").toList());
        assertThat(sh(command.line())).isEqualTo(words.isEmpty() ? "\036" : expected);
    }

    @Property(tries = 50)
    void a_line_is_one_word_of_another_line(@ForAll("wordLists") List<String> words) throws Exception {
        ShellCommand inner = ShellCommand.of("printf", "%s\\036", "x").with(words.toArray(String[]::new));
        assertThat(sh(ShellCommand.of("sh", "-c", inner.line()).line())).isEqualTo(sh(inner.line()));
    }

    @Provide
    Arbitrary<List<String>> wordLists() {
        Arbitrary<String> nasty = Arbitraries.strings()
                .withChars("'\"\\$`;&|<>(){}[]*?!#~=%^\n\t -abAZ09é€")
                .ofMaxLength(12);
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange('\u0001', '\u02ff')
                .excludeChars('\036')
                .ofMaxLength(20);
        return Arbitraries.oneOf(nasty, any).list().ofMaxSize(6);
    }

    private static String sh(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.of("/bin/sh", "-c", line).toList()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
