package io.twokeys.operation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people call an operation: {@code UP-42}, {@code RB-7}. Each kind counts from 1; numbers may be skipped. */
public record OperationId(OperationKind kind, long number) {
    private static final Pattern FORM = Pattern.compile("([A-Z]{2})-([1-9][0-9]{0,17})");

    public OperationId {
        if (number < 1) {
            throw new IllegalArgumentException("operations count from 1, not " + number);
        }
    }

    /** Reads {@code UP-42} in either case; empty if it is no such id. */
    public static Optional<OperationId> parse(String text) {
        var matcher = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Arrays.stream(OperationKind.values())
                .filter(kind -> kind.prefix().equals(matcher.group(1)))
                .map(kind -> new OperationId(kind, Long.parseLong(matcher.group(2))))
                .findFirst();
    }

    @Override
    @JsonValue
    public String toString() {
        return kind.prefix() + "-" + number;
    }
}
