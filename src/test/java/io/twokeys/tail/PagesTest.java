package io.twokeys.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twokeys.tail.Pages.Page;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagesTest {
    private final Pages pages = new Pages(200);

    private static LogText log(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new LogText() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public byte[] read(long from, int most) {
                return Arrays.copyOfRange(bytes, (int) from, (int) Math.min(bytes.length, from + most));
            }
        };
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj("line %d\n"::formatted).collect(Collectors.joining());
    }

    @Test
    void what_fits_is_one_page() {
        assertThat(pages.latest(log(lines(0, 10)), 0)).isEqualTo(new Page(lines(0, 10), 0, 70, 0));
        assertThat(pages.next(log(lines(0, 10)), 70).isEmpty()).isTrue();
    }

    @Test
    void page_after_page_is_the_log_whole() {
        String text = lines(0, 300) + "é€𝄞".repeat(300) + "\n" + "x".repeat(1_000) + "end";
        LogText log = log(text);
        StringBuilder all = new StringBuilder();
        for (Page page = pages.next(log, 0); !page.isEmpty(); page = pages.next(log, page.next())) {
            assertThat(page.text()).hasSizeLessThanOrEqualTo(200).doesNotContain("\ufffd");
            all.append(page.text());
        }
        assertThat(all.toString()).isEqualTo(text);
        assertThat(pages.next(log, 0).text()).endsWith("\n");
    }

    @Test
    void what_does_not_fit_is_folded_and_said_so() {
        Page page = pages.latest(log(lines(0, 2_000)), 0);
        assertThat(page.text())
                .hasSizeLessThanOrEqualTo(200)
                .startsWith("… 1,98")
                .contains(" lines folded; the whole log is attached at the end\nline 19")
                .endsWith("line 1999\n");
        long shown = page.text().lines().count() - 1;
        assertThat(page.folded() + shown).isEqualTo(2_000);
        assertThat(page.next()).isEqualTo(log(lines(0, 2_000)).length());
    }

    @Test
    void the_end_of_one_endless_line_is_shown() {
        Page page = pages.latest(log("y".repeat(50_000)), 0);
        assertThat(page.text())
                .hasSizeLessThanOrEqualTo(200)
                .startsWith("… 1 lines folded")
                .endsWith("yyy");
    }

    @Test
    void a_page_needs_room() {
        assertThatThrownBy(() -> new Pages(10)).hasMessageContaining("200");
    }
}
