package io.twokeys.odoo.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.0, =, 1.0.0",
        "19.0.1.0.0, =, 19.0.1",
        "1.9, <, 1.10",
        "1.0, <, 1.0.1",
        "19.0.0.9.0, <, 19.0.1.0.0",
        "1.0a1, <, 1.0",
        "1.0b2, <, 1.0rc1",
        "1.0rc1, <, 1.0",
        "1.0dev, <, 1.0a",
        "saas~17.2.1.0, =, 17.2.1.0",
        "17.0.1.0, <, saas~17.2.1.0",
        "2.0, >, 1.99.99",
        "007, =, 7",
        "99999999999, >, 8"
    })
    void versions_have_odoos_order(String left, String order, String right) {
        int compared = new ModuleVersion(left).compareTo(new ModuleVersion(right));
        assertThat(Integer.signum(compared)).isEqualTo(order.equals("<") ? -1 : order.equals(">") ? 1 : 0);
    }

    @Property(tries = 300)
    void numbers_compare_one_by_one(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 30) Integer> left,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 30) Integer> right) {
        int expected = 0;
        for (int i = 0; i < 5 && expected == 0; i++) {
            expected = Integer.compare(i < left.size() ? left.get(i) : 0, i < right.size() ? right.get(i) : 0);
        }
        assertThat(Integer.signum(version(left).compareTo(version(right)))).isEqualTo(expected);
    }

    private static ModuleVersion version(List<Integer> numbers) {
        return new ModuleVersion(numbers.stream().map(String::valueOf).collect(Collectors.joining(".")));
    }

    @ParameterizedTest
    @CsvSource({"1.0, 19.0.1.0", "19.0.1.0, 19.0.1.0", "18.0.1.0.0, 19.0.18.0.1.0.0"})
    void a_version_without_series_gets_it(String text, String full) {
        assertThat(new ModuleVersion(text).in("19.0")).isEqualTo(new ModuleVersion(full));
    }

    @ParameterizedTest
    @CsvSource({"18.0.1.0.0, true", "19.0.1.0.0, false", "1.2.3, false", "18.0, false"})
    void another_series_is_recognised(String text, boolean other) {
        assertThat(new ModuleVersion(text).ofOtherSeriesThan("19.0")).isEqualTo(other);
    }
}
