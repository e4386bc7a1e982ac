package io.twokeys.chat.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.MessageRef;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleRequestTest extends ConsoleFixture {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"as":"mallory","channel":"odoo-sandbox","text":"x"}              | 400 | nobody here is called mallory; known are operator
            {"channel":"odoo-sandbox","text":"x"}                             | 400 | nobody here is called null
            {"as":"operator","channel":"ops","text":"x"}                      | 404 | there is no channel ops; there are odoo-sandbox
            {"as":"operator","channel":"odoo-sandbox","thread":"9","text":"x"}| 404 | there is no message 9
            {"as":"operator","channel":"odoo-sandbox","text":"  "}            | 400 | nothing to say
            {"as":"operator","chanel":"odoo-sandbox","text":"x"}              | 400 | the JSON does not fit at chanel
            {"as":{},"channel":"odoo-sandbox","text":"x"}                     | 400 | the JSON does not fit at as
            {"as":"operator",                                                 | 400 | not JSON
            null                                                              | 400 | must be an object
            []                                                                | 400 | the JSON does not fit
            """)
    void a_bad_request_is_answered_with_a_sentence(String json, int status, String error) {
        refused(console.say(body(json)), status, error);
    }

    @Test
    void a_text_may_be_four_thousand_characters_long() {
        String request = "{\"as\":\"operator\",\"channel\":\"odoo-sandbox\",\"text\":\"%s\"}";
        accepted(console.say(body(request.formatted("x".repeat(4000)))));
        refused(console.say(body(request.formatted("x".repeat(4001)))), 400, "4001 characters; at most 4000");
    }

    @ParameterizedTest
    @CsvSource({"yes", "<b>", "''", "✅✅✅✅✅✅✅✅✅✅✅", "a✅", "7"})
    void only_an_emoji_is_a_reaction(String emoji) {
        MessageRef card = chat.post(SANDBOX, card(), "UP-1", false);
        refused(
                console.react(body("{\"as\":\"operator\",\"message\":" + card.id() + ",\"emoji\":\"" + emoji + "\"}")),
                400,
                "emoji");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            /odoo upgrade sale_custom  | upgrade sale_custom
            /odoo                      | ''
            /odoofoo                   | -
            hello                      | -
            hey @twokeys, help me      | help me
            mail@twokeys.io            | -
            """)
    void who_speaks_to_the_bot(String text, String command) {
        assertThat(ConsoleEvents.command(text)).isEqualTo(Optional.ofNullable(command));
    }
}
