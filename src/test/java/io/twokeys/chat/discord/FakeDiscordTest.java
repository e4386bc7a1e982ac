package io.twokeys.chat.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake refuses what Discord refuses. */
class FakeDiscordTest {
    private final FakeDiscord discord = new FakeDiscord();
    private final String channel = discord.addChannel("odoo-prod");
    private final FakePerson ann = discord.addPerson("ann");
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        discord.close();
        http.close();
    }

    @Test
    void what_is_too_long_is_an_invalid_form_body() throws Exception {
        discord.limits(false);
        assertThat(post("{'content':'%s'}".formatted("x".repeat(2000))).statusCode())
                .isEqualTo(200);
        assertThat(code(post("{'content':'%s'}".formatted("x".repeat(2001))))).isEqualTo(50035);
        String four = "{'description':'%s'}".formatted("x".repeat(3001));
        assertThat(code(post("{'embeds':[%s,%s]}".formatted(four, four)))).isEqualTo(50035);
        assertThat(code(post("{'content':' '}"))).isEqualTo(50006);
        assertThat(code(post("{'content':'a','components':[{'type':1,'components':[]}]}")))
                .isEqualTo(50035);
    }

    @Test
    void five_messages_in_five_seconds_and_no_more() throws Exception {
        for (int i = 0; i < 5; i++)
            assertThat(post("{'content':'a'}").statusCode()).isEqualTo(200);
        var sixth = post("{'content':'a'}");
        assertThat(sixth.statusCode()).isEqualTo(429);
        assertThat(sixth.headers().firstValue("Retry-After")).isPresent();
        assertThat(sixth.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
        discord.passes(Duration.ofSeconds(5));
        assertThat(post("{'content':'a'}").statusCode()).isEqualTo(200);
    }

    @Test
    void the_same_nonce_is_the_same_message() throws Exception {
        String body = "{'content':'a','nonce':'n1','enforce_nonce':true}";
        assertThat(json(post(body)).path("id")).isEqualTo(json(post(body)).path("id"));
        assertThat(discord.messages(channel)).hasSize(1);
    }

    @Test
    void everything_pings_unless_it_is_said_otherwise_also_on_an_edit() throws Exception {
        String words = "@everyone <@" + ann.id() + ">";
        String loud = json(post("{'content':'%s'}".formatted(words))).path("id").asText();
        assertThat(discord.message(channel, loud).pings()).containsExactlyInAnyOrder("@everyone", ann.id());
        String mute = json(post("{'content':'%s','allowed_mentions':{'parse':[]}}".formatted(words)))
                .path("id")
                .asText();
        assertThat(discord.message(channel, mute).pings()).isEmpty();
        call("PATCH", "channels/" + channel + "/messages/" + mute, "{'content':'@here'}");
        assertThat(discord.message(channel, mute).pings()).containsExactly("@here");
    }

    @Test
    void an_old_message_is_not_edited_any_more() throws Exception {
        String id = json(post("{'content':'a'}")).path("id").asText();
        String path = "channels/" + channel + "/messages/" + id;
        discord.passes(Duration.ofMinutes(59));
        assertThat(call("PATCH", path, "{'content':'b'}").statusCode()).isEqualTo(200);
        discord.passes(Duration.ofMinutes(2));
        assertThat(code(call("PATCH", path, "{'content':'c'}"))).isEqualTo(30046);
    }

    @Test
    void a_message_has_one_thread_with_its_id_that_a_post_reopens_unless_it_is_locked() throws Exception {
        String id = json(post("{'content':'a'}")).path("id").asText();
        String threads = "channels/" + channel + "/messages/" + id + "/threads";
        assertThat(json(call("POST", threads, "{'name':'t'}")).path("id").asText())
                .isEqualTo(id);
        assertThat(code(call("POST", threads, "{'name':'t'}"))).isEqualTo(160004);
        discord.archive(id, false);
        assertThat(call("POST", "channels/" + id + "/messages", "{'content':'b'}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(discord.channel(id).at("/thread_metadata/archived").asBoolean())
                .isFalse();
        discord.archive(id, true);
        assertThat(code(call("POST", "channels/" + id + "/messages", "{'content':'c'}")))
                .isEqualTo(50083);
    }

    @Test
    void reactions_are_read_by_type_and_page() throws Exception {
        String id = json(post("{'content':'a'}")).path("id").asText();
        FakePerson bob = discord.addPerson("bob");
        ann.reacts(channel, id, "✅", false);
        bob.reacts(channel, id, "✅", false);
        bob.reacts(channel, id, "✅", true);
        String path = "channels/" + channel + "/messages/" + id + "/reactions/%E2%9C%85?limit=1";
        assertThat(json(call("GET", path, "")).at("/0/id").asText()).isEqualTo(ann.id());
        assertThat(json(call("GET", path + "&after=" + ann.id(), ""))
                        .at("/0/id")
                        .asText())
                .isEqualTo(bob.id());
        assertThat(json(call("GET", path + "&type=1", "")).at("/0/id").asText()).isEqualTo(bob.id());
        bob.clears(discord.message(channel, id), "✅");
        assertThat(json(call("GET", path, ""))).isEmpty();
    }

    @Test
    void an_interaction_is_answered_once_and_in_time() throws Exception {
        register("{'name':'odoo','description':'d','options':[{'type':1,'name':'status','description':'d'}]}");
        FakeInteraction first = ann.types(channel, "odoo status", Map.of());
        String hello = "{'type':4,'data':{'content':'hello','flags':64}}";
        assertThat(call("POST", callback(first), hello).statusCode()).isEqualTo(204);
        assertThat(code(call("POST", callback(first), hello))).isEqualTo(40060);
        assertThat(ann.isToldAlone()).extracting(ShownMessage::text).containsExactly("hello");
        assertThat(discord.messages(channel)).isEmpty();
        FakeInteraction late = ann.types(channel, "odoo status", Map.of());
        discord.passes(Duration.ofSeconds(4));
        assertThat(code(call("POST", callback(late), hello))).isEqualTo(10062);
        String hook = "webhooks/" + discord.bot() + "/" + first.token;
        assertThat(call("POST", hook, "{'content':'more'}").statusCode()).isEqualTo(200);
        discord.passes(Duration.ofMinutes(15));
        assertThat(code(call("POST", hook, "{'content':'more'}"))).isEqualTo(50027);
    }

    @Test
    void commands_are_checked_and_a_client_offers_only_what_there_is() throws Exception {
        assertThat(code(register("{'name':'Odoo','description':'d'}"))).isEqualTo(50035);
        assertThat(code(register("{'name':'odoo','description':'" + "d".repeat(101) + "'}")))
                .isEqualTo(50035);
        assertThat(register("{'name':'odoo','description':'d'}").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> ann.types(channel, "odoo nothing", Map.of())).hasMessageContaining("nothing");
    }

    @Test
    void strangers_and_unknown_routes_are_turned_away() throws Exception {
        assertThat(code(call("GET", "guilds/" + discord.guild() + "/members/1", "")))
                .isEqualTo(10007);
        assertThat(call("GET", "no/such/route", "").statusCode()).isEqualTo(404);
        assertThat(discord.unknownCalls()).hasToString("[GET /no/such/route]");
        var request = HttpRequest.newBuilder(URI.create(discord.apiUrl() + "users/@me"))
                .header("Authorization", "Bot wrong")
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_window_begins_ends_and_stays_ended() throws Exception {
        String path = "guilds/" + discord.guild() + "/scheduled-events";
        JsonNode event = json(call("POST", path, """
                {'name':'MW-1','privacy_level':2,'entity_type':3,'entity_metadata':{'location':'prod'},
                'scheduled_start_time':'2099-01-01T00:00:00Z','scheduled_end_time':'2099-01-01T01:00:00Z'}"""));
        String one = path + "/" + event.path("id").asText();
        assertThat(code(call("PATCH", one, "{'status':3}"))).isEqualTo(50035);
        assertThat(call("PATCH", one, "{'status':2}").statusCode()).isEqualTo(200);
        assertThat(call("PATCH", one, "{'status':3}").statusCode()).isEqualTo(200);
        assertThat(code(call("PATCH", one, "{'status':2}"))).isEqualTo(180000);
    }

    private String callback(FakeInteraction interaction) {
        return "interactions/" + interaction.id + "/" + interaction.token + "/callback";
    }

    private HttpResponse<String> register(String command) throws IOException, InterruptedException {
        return call("PUT", "applications/" + discord.bot() + "/commands", "[" + command + "]");
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return call("POST", "channels/" + channel + "/messages", body);
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        var content = body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'));
        var request = HttpRequest.newBuilder(URI.create(discord.apiUrl() + path))
                .header("Authorization", "Bot " + FakeDiscord.TOKEN)
                .header("Content-Type", "application/json")
                .method(method, content)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static int code(HttpResponse<String> answer) {
        return json(answer).path("code").asInt();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return DiscordWorld.read(answer.body());
    }
}
