package io.twokeys.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.discord.RestCall;
import java.util.List;
import java.util.Map;

/** Bodies of requests, held against Discord's published OpenAPI. */
public final class DiscordBodies {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DiscordBodies() {}

    /** Every body among {@code calls} is one that the specification allows. */
    public static void areWhatDiscordPublished(List<RestCall> calls) {
        List<RestCall> withBody =
                calls.stream().filter(call -> !call.body().isMissingNode()).toList();
        assertThat(withBody).isNotEmpty();
        try (NodeScript judge = NodeScript.start("discord-bodies.mjs", Map.of())) {
            withBody.forEach(call -> judge.hand(line(call)));
            for (int i = 0; i < withBody.size(); i++) {
                int number = i;
                judge.says(line -> judge.told().size() > number, "a verdict on " + withBody.get(i));
            }
            assertThat(judge.told().stream()
                            .filter(line -> !line.path("ok").asBoolean())
                            .map(JsonNode::toString))
                    .isEmpty();
        }
    }

    private static String line(RestCall call) {
        ObjectNode line = JSON.createObjectNode().put("method", call.method()).put("path", call.path());
        line.set("body", call.body());
        return line.toString();
    }
}
