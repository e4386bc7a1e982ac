package io.twokeys.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.fleet.Smoke.Flow;
import io.twokeys.fleet.Smoke.Login;
import io.twokeys.fleet.Smoke.Page;
import io.twokeys.fleet.Smoke.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetFileTest {
    @TempDir
    private Path folder;

    private String example = "";

    @BeforeEach
    void keysBesideTheExample() throws IOException {
        example = Files.readString(Path.of("config/fleet.example.yaml"));
        Files.createDirectories(folder.resolve("keys"));
        Files.createFile(
                folder.resolve("keys/deploy_ed25519"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.createFile(
                folder.resolve("keys/odoo_smoke"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.createFile(folder.resolve("keys/known_hosts"));
    }

    @Test
    void gates_that_must_pass_are_named_one_by_one() {
        String required = example.replace("    # require: [", "    require: [");
        assertThat(whole(example).find("prod").orElseThrow().settings().require())
                .isEmpty();
        assertThat(whole(required).find("prod").orElseThrow().settings().require())
                .containsExactlyInAnyOrder("drill-fresh", "staging-passed");
        assertThat(problems(required.replace("drill-fresh, staging-passed]", "drill-frehs]"))
                        .getFirst()
                        .toString())
                .contains("targets.prod.require", "drill-frehs", "some of checkpoint-verified, drill-fresh");
    }

    @Test
    void the_example_describes_two_targets() {
        var fleet = whole(example);

        assertThat(fleet.targets()).extracting(target -> target.name().value()).containsExactly("prod", "staging");
        var prod = fleet.find("prod").orElseThrow();
        assertThat(prod.host().key()).isEqualTo(folder.resolve("keys/deploy_ed25519"));
        assertThat(prod.addons().core()).containsExactly("/usr/lib/python3/dist-packages/odoo/addons");
        assertThat(prod.settings().stagingTwin()).isEqualTo(new TargetName("staging"));
        assertThat(prod.settings().watch()).isEqualTo(new Target.Watch(Duration.ofMinutes(15), 5));
        assertThat(prod.settings().smoke())
                .isEqualTo(new Smoke(
                        List.of(new Page("/web/health", 200, ""), new Page("/web/login", 200, "oe_login_form")),
                        new Login("smoke", folder.resolve("keys/odoo_smoke"), Protocol.XML_RPC),
                        List.of(Flow.SALE_ORDER, Flow.DRAFT_INVOICE, Flow.STOCK_MOVE),
                        Map.of("website_sale_custom", List.of(new Page("/shop", 200, "oe_product")))));
    }

    @Test
    void what_is_left_out_has_its_usual_value() {
        var staging = whole(example).find(new TargetName("staging")).orElseThrow();

        assertThat(staging.host().port()).isEqualTo(22);
        assertThat(staging.odoo().command()).isEqualTo("odoo-bin");
        assertThat(staging.addons()).isEqualTo(new Addons("/srv/odoo/addons", "origin/main", List.of()));
        assertThat(staging.settings().checkpoints())
                .isEqualTo(new Target.Checkpointing(Target.CheckpointStrategy.CLONE, "/var/backups/odoo", ""));
        assertThat(staging.settings().smoke()).isEqualTo(Smoke.NONE);
        assertThat(staging.settings().watch().isOn()).isFalse();
    }

    @Test
    void odoo_after_19_is_asked_over_json_2() {
        var prod = whole(example.replaceFirst("series: \"19.0\"", "series: \"20.0\"")
                        .replace(", protocol: xml-rpc", ""))
                .find("prod")
                .orElseThrow();

        assertThat(prod.settings().smoke().login()).extracting(Login::protocol).isEqualTo(Protocol.JSON_2);
    }

    @Test
    void a_channel_leads_to_its_target() {
        var fleet = whole(example.replace("\"1122334455667788990\"", "1122334455667788990"));

        assertThat(fleet.byChannel("discord", "1122334455667788990")).hasSize(1);
        assertThat(fleet.byChannel("slack", "1122334455667788990")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stage: production          | stage: prod              | targets.prod.stage            | Write one of production, staging, sandbox
            stage: production          | stgae: production        | targets.prod.stgae            | probably "stage"
            port: 22 #                 | port: 99999 #            | targets.prod.host.port        | Write a port from 1 to 65535
            user: deploy #             | user: "dep; loy" #       | targets.prod.host.user        | the name of an account
            series: "19.0"             | series: "19"             | targets.prod.odoo.series      | Odoo's major version
            database: prod #           | #                        | targets.prod.odoo.database    | missing
            config: /etc/odoo/odoo.conf| config: odoo.conf        | targets.prod.odoo.config      | starts with /
            staging-twin: staging      | staging-twin: stagin     | targets.prod.staging-twin     | there is no target stagin
            staging-twin: staging      | staging-twin: prod       | targets.prod.staging-twin     | is not another target of stage staging
            slack: C0123456789         | slack: '#odoo-prod'      | targets.prod.channels.slack   | the channel's id
            console: odoo-prod         | irc: odoo-prod           | targets.prod.channels.irc     | there is no such key
            console: odoo-prod         | console: odoo-staging    | targets.staging.channels.console | already the channel of prod
            key: keys/deploy_ed25519   | key: keys/other          | targets.prod.host.key         | there is no file
            prod:                      | Prod:                    | targets.Prod                  | not a target name
            checkpoints: clone         | checkpoints: pgbackrest  | targets.prod.checkpoints      | Add pgbackrest-stanza beside it
            checkpoints: clone         | checkpoints: [clone]     | targets.prod.checkpoints      | several values where one is expected
            stage: production          | stage:                   | targets.prod.stage            | missing
            /web/health: {             | //example.com: {         | targets.prod.smoke.pages.//example.com | starts with one /
            status: 200, text          | status: fine, text       | targets.prod.smoke.pages./web/login.status | an HTTP status
            password-file: keys/odoo_smoke | password-file: keys/none | targets.prod.smoke.login.password-file | there is no file
            protocol: xml-rpc }        | protocol: soap }         | targets.prod.smoke.login.protocol | Write one of xml-rpc, json-2
            transactions: [sale-order, | transactions: [payroll,  | targets.prod.smoke.transactions | some of sale-order, draft-invoice, stock-move
            website_sale_custom: {     | website-sale: {          | targets.prod.smoke.modules.website-sale | technical name of a module
            for: 15m                   | for: ever                | targets.prod.watch.for        | minutes such as 15m
            login: { user              | logon: { user            | targets.prod.smoke.transactions | Add login beside it
            """)
    void a_mistake_is_named_with_its_key_and_a_way_out(String right, String wrong, String key, String says) {
        var problem = problems(example.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong))).stream()
                .filter(it -> it.key().equals(key))
                .findFirst()
                .orElseThrow();

        assertThat(problem.toString()).contains(says).startsWith(folder.resolve("fleet.yaml") + ":");
    }

    @Test
    void every_mistake_is_in_the_one_report_with_its_line() {
        var problems = problems("""
                targets:
                  prod:
                    stage: live
                    host: { address: 10.0.0.5, user: deploy, key: keys/nowhere, known-hosts: keys/known_hosts }
                    odoo: { series: "19.0", config: relative.conf, database: prod, data-dir: /var/lib/odoo }
                    maintenance-flag: /srv/odoo/maintenance.flag
                    colour: red
                """);

        assertThat(problems)
                .extracting(problem -> problem.line() + " " + problem.key())
                .containsExactlyInAnyOrder(
                        "3 targets.prod.stage",
                        "3 targets.prod.channels",
                        "4 targets.prod.host.key",
                        "5 targets.prod.odoo.config",
                        "3 targets.prod.addons",
                        "7 targets.prod.colour");
    }

    @Test
    void a_private_key_that_everybody_may_read_is_refused() throws IOException {
        Files.setPosixFilePermissions(
                folder.resolve("keys/deploy_ed25519"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(problems(example)).allSatisfy(it -> assertThat(it.fix()).startsWith("Run: chmod 600"));
    }

    @Test
    void a_key_that_is_there_twice_is_refused() {
        assertThat(problems(example.replace("    stage: staging", "    stage: staging\n    stage: staging")))
                .extracting(Problem::what)
                .containsExactly("the key is there twice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            targets: [          | not YAML
            just words          | the file holds no keys
            '# only a comment'  | missing
            targets: {}         | there are no targets
            """)
    void a_file_that_is_no_fleet_says_so(String content, String says) {
        assertThat(problems(content).getFirst().toString()).contains(says);
    }

    @Test
    void a_file_that_does_not_exist_says_so() {
        assertThat(FleetFile.load(folder.resolve("none.yaml")))
                .isInstanceOfSatisfying(
                        Loaded.Refused.class,
                        it -> assertThat(it.problems().toString()).contains("does not exist"));
    }

    private Fleet whole(String content) {
        return switch (load(content)) {
            case Loaded.Whole<Fleet>(var fleet) -> fleet;
            case Loaded.Refused<Fleet>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private List<Problem> problems(String content) {
        return switch (load(content)) {
            case Loaded.Whole<Fleet> whole -> List.of();
            case Loaded.Refused<Fleet>(var problems) -> problems;
        };
    }

    private Loaded<Fleet> load(String content) {
        try {
            return FleetFile.load(Files.writeString(folder.resolve("fleet.yaml"), content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
