package io.twokeys.chat.console;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reactions in their plain form. */
final class Emoji {
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int EMOJI_PRESENTATION = 0xFE0F;
    private static final int LONGEST = 10;

    private Emoji() {}

    /** One emoji without its skin tone; empty if {@code text} is anything else. */
    static Optional<String> plain(@Nullable String text) {
        if (text == null || text.isEmpty() || text.codePointCount(0, text.length()) > LONGEST) {
            return Optional.empty();
        }
        int[] points = text.codePoints()
                .filter(point -> !Character.isEmojiModifier(point))
                .toArray();
        String plain = new String(points, 0, points.length);
        boolean allowed = plain.codePoints().allMatch(Emoji::mayStand);
        boolean shown = plain.codePoints().anyMatch(Character::isExtendedPictographic)
                || plain.codePoints().allMatch(Emoji::isFlagLetter);
        return allowed && shown && !plain.isEmpty() ? Optional.of(plain) : Optional.empty();
    }

    private static boolean mayStand(int point) {
        return Character.isExtendedPictographic(point)
                || isFlagLetter(point)
                || point == ZERO_WIDTH_JOINER
                || point == EMOJI_PRESENTATION;
    }

    private static boolean isFlagLetter(int point) {
        return point >= 0x1F1E6 && point <= 0x1F1FF;
    }
}
