package io.twokeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart, rendered by Helm's own library and read as Kubernetes would read it. */
class HelmChartTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String CLUSTER = """
            replicas: 2
            image: {repository: images.example/twokeys, tag: 0.1.0}
            database: {url: "jdbc:postgresql://db:5432/twokeys", passwordSecret: {name: db-login}}
            slack: {secret: slack-app, mode: http}
            discord: {secret: discord-app}
            ssh: {secret: odoo-keys}
            config: {fleet: {targets: {prod: {host: odoo.example}}}, application: {a.password: "${DB_PASSWORD}"}}
            ingress: {enabled: true, host: bot.example, tlsSecret: bot-tls}
            networkPolicy: {enabled: true, odooHosts: [10.0.0.0/24]}
            """;

    @TempDir
    Path folder;

    @Test
    void the_strict_linter_has_nothing_to_say() {
        var lint = chart().lint().strict().call();
        assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
    }

    @Test
    void by_default_it_is_one_pod_with_a_volume_and_a_console_on_loopback() throws IOException {
        var chart = render("");
        assertThat(kinds(chart))
                .containsOnly("Deployment", "Service", "ServiceAccount", "ConfigMap", "PersistentVolumeClaim");
        var deployment = chart.path("Deployment");
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(deployment.at("/spec/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(environment(deployment)).containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1");
        assertThat(container(deployment).at("/readinessProbe/exec/command").toString())
                .isEqualTo("[\"/opt/twokeys/healthy\",\"ready\"]");
        assertThat(chart.path("ConfigMap").path("data").size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"default", "cluster"})
    void it_runs_without_rights(String which) throws IOException {
        var chart = render(which.equals("cluster") ? CLUSTER : "");
        var pod = chart.path("Deployment").at("/spec/template/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod.at("/automountServiceAccountToken")).hasToString("false");
        assertThat(chart.path("ServiceAccount").path("automountServiceAccountToken"))
                .hasToString("false");
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isEqualTo(30);
        var container = pod.at("/containers/0");
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation")).hasToString("false");
        assertThat(container.at("/securityContext/capabilities/drop")).hasToString("[\"ALL\"]");
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        assertThat(container.path("image").asText()).endsWith(":0.1.0");
        assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
                .contains("/var/lib/twokeys", "/etc/twokeys", "/tmp");
    }

    @Test
    void two_replicas_share_an_external_database_and_spread() throws IOException {
        var chart = render(CLUSTER);
        assertThat(kinds(chart))
                .contains("PodDisruptionBudget", "NetworkPolicy", "Ingress")
                .doesNotContain("PersistentVolumeClaim");
        var deployment = chart.path("Deployment");
        assertThat(deployment.at("/spec/strategy/type").asText()).isEqualTo("RollingUpdate");
        assertThat(deployment
                        .at("/spec/template/spec/topologySpreadConstraints")
                        .size())
                .isOne();
        assertThat(environment(deployment))
                .containsEntry("QUARKUS_HTTP_HOST", "0.0.0.0")
                .containsEntry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db:5432/twokeys");
        var container = container(deployment);
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
        assertThat(chart.path("Ingress").at("/spec/rules/0/http/paths/0/path").asText())
                .isEqualTo("/slack");
        assertThat(YAML.readTree(chart.path("ConfigMap").at("/data/fleet.yaml").asText())
                        .at("/targets/prod/host")
                        .asText())
                .isEqualTo("odoo.example");
    }

    @Test
    void secrets_are_named_and_never_carried() throws IOException {
        var chart = render(CLUSTER);
        assertThat(kinds(chart)).doesNotContain("Secret");
        var deployment = chart.path("Deployment");
        assertThat(environment(deployment))
                .containsEntry("QUARKUS_DATASOURCE_PASSWORD", "secret db-login/password")
                .containsEntry("TWOKEYS_SLACK_BOT_TOKEN", "secret slack-app/bot-token")
                .containsEntry("TWOKEYS_SLACK_SIGNING_SECRET", "secret slack-app/signing-secret")
                .containsEntry("TWOKEYS_DISCORD_BOT_TOKEN", "secret discord-app/bot-token")
                .doesNotContainKey("TWOKEYS_SLACK_APP_TOKEN");
        var keys = StreamSupport.stream(
                        deployment.at("/spec/template/spec/volumes").spliterator(), false)
                .filter(volume -> volume.has("secret"))
                .toList();
        assertThat(keys).singleElement().satisfies(volume -> {
            assertThat(volume.at("/secret/secretName").asText()).isEqualTo("odoo-keys");
            assertThat(volume.at("/secret/defaultMode").asInt()).isEqualTo(0400);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {replicas: 2} | replicas is 2 and database.url is empty: the embedded PostgreSQL lives in one pod. Set database.url
            {replicas: 2, database: {url: "jdbc:postgresql://d/t", passwordSecret: {name: x}}} | the console answers on one pod's loopback
            {database: {url: "jdbc:postgresql://d/t"}} | name the Secret that holds the password
            {database: {url: "jdbc:postgresql://d/t?user=a&password=b", passwordSecret: {name: x}}} | database.url holds a password
            {ingress: {enabled: true, host: a.example}} | ingress.enabled is for Slack over HTTP
            {slack: {secret: s, mode: http}, ingress: {enabled: true}} | name the host that Slack calls
            {config: {application: {twokeys: {slack: {bot-token: xoxb-1}}}}} | config.application holds a secret in plain text (bot-token)
            {config: {fleet: {prod.password: 17}}} | config.fleet holds a secret in plain text (prod.password)
            {image: {tag: latest}} | image
            {replica: 2} | replica
            {replicas: 0} | replicas
            """)
    void what_it_refuses_it_refuses_with_a_sentence(String values, String sentence) {
        assertThatThrownBy(() -> render(values)).hasMessageContaining(sentence);
    }

    private static Helm chart() {
        return new Helm(Path.of("helm"));
    }

    private Path file(String values) throws IOException {
        return Files.writeString(folder.resolve("values.yaml"), values);
    }

    /** The rendered objects by kind; a chart of ours has at most one of each. */
    private JsonNode render(String values) throws IOException {
        var rendered =
                chart().template().withName("ops").withValuesFile(file(values)).call();
        var byKind = YAML.createObjectNode();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(rendered)) {
            while (documents.hasNext()) {
                var document = documents.next();
                if (document.isObject())
                    assertThat(byKind.replace(document.path("kind").asText(), document))
                            .isNull();
            }
        }
        return byKind;
    }

    private static Set<String> kinds(JsonNode chart) {
        var kinds = new TreeSet<String>();
        chart.fieldNames().forEachRemaining(kinds::add);
        return kinds;
    }

    private static JsonNode container(JsonNode deployment) {
        return deployment.at("/spec/template/spec/containers/0");
    }

    private static Map<String, String> environment(JsonNode deployment) {
        var environment = new LinkedHashMap<String, String>();
        for (var variable : container(deployment).path("env")) {
            var secret = variable.at("/valueFrom/secretKeyRef");
            environment.put(
                    variable.path("name").asText(),
                    secret.isMissingNode()
                            ? variable.path("value").asText()
                            : "secret %s/%s"
                                    .formatted(
                                            secret.path("name").asText(),
                                            secret.path("key").asText()));
        }
        return environment;
    }
}
