package io.twokeys.story;

import java.util.List;
import java.util.Optional;

/**
 * A message as people read it.
 *
 * @param id orders the messages of a platform by time
 * @param thread the message that it is under; empty in the channel itself
 * @param kind what sort of card it is, {@code plan} or {@code verdict}; {@code said} if a person wrote it
 * @param title its first line
 * @param text all of it, the title included
 * @param to to whom alone it was said; empty for everybody
 */
record Message(
        String id,
        Optional<String> thread,
        String kind,
        String title,
        String text,
        String to,
        List<Button> buttonsNow,
        List<String> files) {

    /** @param id what the platform sends back when it is pressed */
    record Button(String id, String label) {}

    /** The text below the title. */
    String body() {
        return text.substring(title.length() + 1);
    }

    /** What is written on the buttons. */
    List<String> buttons() {
        return buttonsNow.stream().map(Button::label).toList();
    }

    Button button(String label) {
        return buttonsNow.stream()
                .filter(button -> button.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + label + " but " + buttons()));
    }

    boolean says(String... words) {
        for (String word : words) if (!text.contains(word)) return false;
        return true;
    }
}
