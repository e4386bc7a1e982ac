package io.twokeys.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<byte[]> lines = new ArrayList<>();

    private void keep(byte[] buffer, int from, int to) {
        lines.add(Arrays.copyOfRange(buffer, from, to));
    }

    private LineSplitter split(byte[] log, long offset, int... cuts) {
        LineSplitter splitter = new LineSplitter(offset);
        int from = 0;
        for (int cut : cuts) {
            splitter.feed(log, from, cut, this::keep);
            from = cut;
        }
        splitter.feed(log, from, log.length, this::keep);
        return splitter;
    }

    private List<String> texts() {
        return lines.stream()
                .map(line -> new String(line, StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_line_comes_when_it_is_whole_wherever_it_was_cut() {
        LineSplitter splitter = split(bytes("one\r\ntw\u00ff\u00feo\n\nrest"), 100, 2, 4, 7);
        assertThat(texts()).containsExactly("one\r\n", "tw\u00ff\u00feo\n", "\n");
        assertThat(splitter.resumeAt()).isEqualTo(112);
        splitter.end(this::keep);
        assertThat(texts()).endsWith("rest");
        assertThat(splitter.resumeAt()).isEqualTo(116);
    }

    @Test
    void a_line_of_a_megabyte_comes_in_the_same_pieces_however_it_arrives() {
        byte[] log = bytes("a".repeat(60_000) + " word " + "b".repeat(1_000_000) + "\nnext\n");
        split(log, 0);
        List<String> whole = texts();
        assertThat(String.join("", whole)).isEqualTo(new String(log, StandardCharsets.ISO_8859_1));
        assertThat(whole)
                .allMatch(piece -> piece.length() <= LineSplitter.LONGEST)
                .endsWith("next\n");

        for (int step : new int[] {1_000, 65_536, 65_537}) {
            lines.clear();
            LineSplitter splitter = new LineSplitter(0);
            for (int at = 0; at < log.length; at += step) {
                splitter.feed(log, at, Math.min(log.length, at + step), this::keep);
            }
            assertThat(texts()).isEqualTo(whole);
        }
    }

    @Test
    void a_long_line_is_cut_after_a_separator_near_the_end_if_there_is_one() {
        split(bytes("a".repeat(63_000) + ";" + "b".repeat(10_000) + "\n"), 0);
        assertThat(texts().getFirst()).hasSize(63_001).endsWith(";");
    }

    @Test
    void whoever_resumes_at_a_cut_sees_the_same_pieces() {
        byte[] log = new byte[400_000];
        new Random(7).nextBytes(log);
        split(log, 0);
        List<String> whole = texts();
        int at = 0;
        for (int i = 0; i < whole.size(); i++) {
            if (i % 200 == 0) {
                lines.clear();
                split(Arrays.copyOfRange(log, at, log.length), at);
                assertThat(texts().equals(whole.subList(i, whole.size())))
                        .as("the pieces from " + at + " on are the same")
                        .isTrue();
            }
            at += whole.get(i).length();
        }
    }
}
