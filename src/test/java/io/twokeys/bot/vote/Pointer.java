package io.twokeys.bot.vote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Cases of the list that are proven where the code is: here it is only made sure that the proof is still there. */
final class Pointer {
    private Pointer() {}

    /** @param test the class below {@code io.twokeys}, {@code chat.slack.SlackSignatureTest} */
    static void to(String test, String... sentences) {
        try {
            var methods = Class.forName("io.twokeys." + test).getDeclaredMethods();
            assertThat(Arrays.stream(methods).map(method -> method.getName())).contains(sentences);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the proof is gone: " + test, e);
        }
    }
}
