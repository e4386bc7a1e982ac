package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The command line, and a configuration with many mistakes. */
class ConfigurationIT {
    private final TwokeysProcess twokeys = TwokeysProcess.inEmptyFolder();

    @AfterEach
    void close() throws IOException {
        twokeys.close();
    }

    private void withManyMistakes() {
        twokeys.withFile("config/fleet.yaml", """
                targets:
                  prod:
                    stage: prodction
                    host: { address: 10.0.0.5, port: 99999, user: deploy, key: keys/none, known-hosts: keys/none }
                    odoo: { series: "19", config: odoo.conf, database: prod, data-dir: /var/lib/odoo }
                    addons: { path: /srv/addons }
                    maintenance-flag: /srv/flag
                    colour: blue
                """)
                .withFile("config/people.yaml", """
                people:
                  maria: { name: Maria, slack: U0123456789, roles: { prod: [boss], nowhere: [viewer] } }
                """)
                .withFile("config/application.yaml", "twokeys:\n  approval:\n    keys: several\n");
    }

    @Test
    void all_mistakes_come_in_one_report_with_file_key_and_fix_and_nothing_starts() {
        withManyMistakes();
        var check = twokeys.run("config", "check");
        assertThat(check.status()).isEqualTo(1);
        assertThat(check.out())
                .contains("fleet.yaml", "stage", "prodction", "port", "series", "colour", "there is no file")
                .contains("people.yaml", "boss", "nowhere")
                .contains("application.yaml", "keys");
        var serve = twokeys.run();
        assertThat(serve.status()).isEqualTo(1);
        assertThat(serve.out()).contains("Twokeys does not start: the configuration has ");
        assertThat(twokeys.folder().resolve(".twokeys")).doesNotExist();
    }

    @Test
    void an_empty_folder_is_a_complete_configuration() {
        var check = twokeys.run("config", "check");
        assertThat(check.out()).isEqualTo("The configuration is complete.\n");
        assertThat(check.status()).isZero();
    }

    @Test
    void it_says_its_version_and_what_it_can_do() {
        assertThat(twokeys.run("--version").out()).startsWith("Twokeys ");
        var help = twokeys.run("--help");
        assertThat(help.out()).contains("serve", "config", "--version");
        assertThat(help.status()).isZero();
        var wrong = twokeys.run("srve");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.out()).contains("srve", "serve");
    }
}
