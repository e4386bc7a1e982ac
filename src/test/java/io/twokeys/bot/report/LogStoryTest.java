package io.twokeys.bot.report;

import static io.twokeys.bot.report.Tails.messages;
import static io.twokeys.bot.report.Tails.pages;
import static io.twokeys.bot.report.Tails.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.Chat.Act;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.FakeChat;
import io.twokeys.chat.Pace;
import io.twokeys.chat.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogStoryTest {
    private static final Pattern FOLDED = Pattern.compile("… ([\\d,]+) lines folded");

    private final FakeChat slack = new FakeChat(Platform.SLACK);
    private final FakeChat console = new FakeChat(Platform.CONSOLE);
    private final Tails tails = new Tails(slack, console);

    /** Slack's limits: 50 edits a minute in the whole workspace, a post a second in a channel. */
    static Optional<Pace> likeSlack(Act act, String channel) {
        return switch (act) {
            case EDIT -> Optional.of(Pace.perMinute("edits", 1, 50));
            case POST -> Optional.of(new Pace("posts/" + channel, 1, Duration.ofSeconds(1)));
            default -> Optional.empty();
        };
    }

    private static String line(int number) {
        return "2026-11-21 10:00:00,%03d 4242 INFO shop odoo.modules.loading: line %d\n"
                .formatted(number % 1000, number);
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(LogStoryTest::line).collect(Collectors.joining());
    }

    private static String at(String level, String text) {
        return "2026-11-21 10:00:00,000 4242 " + level + " shop odoo.addons.sale: " + text + "\n";
    }

    /** Lines that are to be seen in the pages, and lines that the pages say they left out. */
    private static long accounted(FakeChat chat, int number) {
        long lines = 0;
        for (String page : pages(chat, number)) {
            lines += page.lines().filter(line -> !line.startsWith("…")).count();
            Matcher folded = FOLDED.matcher(page);
            while (folded.find()) lines += Long.parseLong(folded.group(1).replace(",", ""));
        }
        return lines;
    }

    @Test
    void a_log_the_platform_keeps_up_with_is_told_whole_page_after_page() {
        slack.paced(LogStoryTest::likeSlack);
        tails.start(1, "ops");
        for (int second = 0; second < 60; second++) {
            tails.writes(1, lines(second * 20, second * 20 + 20));
            tails.pass(Duration.ofSeconds(1));
        }
        tails.ends(1);
        tails.pass(Duration.ofSeconds(10));
        for (FakeChat chat : List.of(slack, console)) {
            assertThat(told(chat, 1)).isEqualTo(lines(0, 1200));
            assertThat(pages(chat, 1)).hasSizeGreaterThan(20).allMatch(page -> page.length() <= 3500);
            assertThat(messages(chat, "Whole log of UP-1").toString())
                    .contains("1,200 lines;")
                    .doesNotContain("folded");
        }
        assertThat(slack.said).filteredOn(call -> call.startsWith("attach")).hasSize(1);
    }

    @Test
    void a_short_log_that_comes_all_at_once_is_told_whole() {
        tails.start(1, "ops");
        tails.writes(1, lines(0, 800));
        tails.ends(1);
        tails.pass(Duration.ofSeconds(1));
        assertThat(told(console, 1)).isEqualTo(lines(0, 800));
    }

    @Test
    void a_log_that_is_too_fast_shows_the_newest_and_says_what_it_left_out() {
        slack.paced(LogStoryTest::likeSlack);
        tails.start(1, "ops");
        int written = 0;
        for (int half = 0; half < 60; half++) {
            tails.writes(1, lines(written, written + 500));
            written += 500;
            tails.pass(Duration.ofMillis(500));
            if (half > 6) assertThat(written - newest(slack)).isLessThanOrEqualTo(2_000);
        }
        assertThat(slack.said.size()).as("one message that rolls").isLessThan(45);
        assertThat(pages(slack, 1)).hasSizeLessThan(4);
    }

    private static int newest(FakeChat chat) {
        return Integer.parseInt(told(chat, 1).strip().replaceAll("(?s).* ", ""));
    }

    @Test
    void every_line_is_shown_or_counted_as_folded() {
        slack.paced(LogStoryTest::likeSlack);
        tails.start(1, "ops");
        int written = 0;
        for (int half = 0; half < 60; half++) {
            int more = half % 10 < 5 ? 700 : 3;
            tails.writes(1, lines(written, written + more));
            written += more;
            tails.pass(Duration.ofMillis(500));
        }
        tails.ends(1);
        tails.pass(Duration.ofSeconds(20));
        for (FakeChat chat : List.of(slack, console)) {
            assertThat(accounted(chat, 1)).isEqualTo(written);
            assertThat(told(chat, 1)).endsWith(line(written - 1));
        }
        assertThat(told(slack, 1)).contains("lines folded; the whole log is attached at the end");
        assertThat(messages(slack, "Whole log of UP-1").toString()).contains("folded above");
    }

    @Test
    void nothing_is_queued_behind_a_page_that_is_on_its_way() {
        tails.start(1, "ops");
        tails.pass(Duration.ofSeconds(1));
        for (FakeChat chat : tails.chats) {
            chat.before(call -> {
                throw FakeChat.trouble(ChatTrouble.Kind.UNAVAILABLE);
            });
        }
        for (int minute = 0; minute < 20; minute++) {
            tails.writes(1, lines(minute * 1000, minute * 1000 + 1000));
            tails.look();
            tails.clock.advance(Duration.ofSeconds(20));
        }
        int waiting = tails.jdbi.withHandle(
                h -> h.createQuery("select count(*) from outbox where sent_at is null and parked_at is null and drawn")
                        .mapTo(Integer.class)
                        .one());
        assertThat(waiting).as("one page on each platform").isEqualTo(2);
        for (FakeChat chat : tails.chats) chat.before(call -> {});
        tails.clock.advance(Duration.ofMinutes(1));
        tails.look();
        assertThat(told(slack, 1)).endsWith(line(19_999));
    }

    @Test
    void each_platform_goes_at_its_own_pace() {
        slack.paced((act, channel) -> Optional.of(new Pace("all", 1, Duration.ofSeconds(10))));
        tails.start(1, "ops");
        for (int second = 0; second < 30; second++) {
            tails.writes(1, lines(second * 5, second * 5 + 5));
            tails.pass(Duration.ofSeconds(1));
        }
        assertThat(told(console, 1)).isEqualTo(lines(0, 150));
        assertThat(slack.said.size()).isLessThan(5);
        tails.ends(1);
        tails.pass(Duration.ofMinutes(2));
        assertThat(accounted(slack, 1)).isEqualTo(150);
    }

    @Test
    void a_page_goes_on_in_a_new_message_before_the_old_one_is_an_hour_old() {
        tails.start(1, "ops");
        tails.writes(1, lines(0, 3));
        tails.pass(Duration.ofSeconds(1));
        tails.clock.advance(Duration.ofMinutes(54));
        tails.writes(1, lines(3, 6));
        tails.look();
        assertThat(pages(slack, 1)).containsExactly(lines(0, 6));
        tails.clock.advance(Duration.ofMinutes(2));
        tails.writes(1, lines(6, 9));
        tails.look();
        assertThat(pages(slack, 1)).containsExactly(lines(0, 6), lines(6, 9));
    }

    @Test
    void an_edit_that_comes_too_late_for_the_platform_is_not_tried() {
        tails.start(1, "ops");
        tails.writes(1, lines(0, 3));
        tails.pass(Duration.ofSeconds(1));
        tails.clock.advance(Duration.ofMinutes(54));
        tails.writes(1, lines(3, 6));
        tails.story.tellAll();
        tails.clock.advance(Duration.ofMinutes(10));
        tails.send();
        tails.look();
        assertThat(pages(slack, 1)).containsExactly(lines(0, 3), lines(3, 6));
    }

    @Test
    void warnings_and_errors_are_said_at_once_and_stay_however_fast_the_log() {
        slack.paced(LogStoryTest::likeSlack);
        tails.start(1, "ops");
        tails.pass(Duration.ofSeconds(3));
        tails.writes(1, lines(0, 20_000) + at("WARNING", "no such view") + lines(20_000, 40_000));
        tails.pass(Duration.ofSeconds(2));
        assertThat(messages(slack, "Warning in UP-1, line 20001"))
                .singleElement()
                .asString()
                .contains("no such view");
        tails.writes(1, at("ERROR", "it broke") + "Traceback (most recent call last):\nValueError: x\n");
        tails.pass(Duration.ofSeconds(4));
        assertThat(messages(slack, "Error in UP-1, line 40002"))
                .as("said though nothing came after it")
                .singleElement()
                .asString()
                .endsWith("ValueError: x");
    }

    @Test
    void many_warnings_are_counted_after_the_first_ones() {
        tails.start(1, "ops");
        for (int i = 0; i < 10; i++) {
            tails.writes(1, at("WARNING", "again").repeat(10) + line(i));
            tails.pass(Duration.ofSeconds(1));
        }
        assertThat(messages(slack, "Warning in UP-1")).hasSize(30);
        assertThat(slack.reads.values())
                .extracting(message -> message.title())
                .contains("70 more warnings and errors in UP-1");
    }

    @Test
    void a_restart_goes_on_where_it_was_and_says_nothing_twice() {
        tails.start(1, "ops");
        tails.writes(1, lines(0, 100) + at("WARNING", "once") + lines(100, 120));
        tails.pass(Duration.ofSeconds(1));
        tails.restart();
        tails.writes(1, lines(120, 200));
        tails.ends(1);
        tails.pass(Duration.ofSeconds(2));
        assertThat(told(slack, 1)).isEqualTo(lines(0, 100) + at("WARNING", "once") + lines(100, 200));
        assertThat(messages(slack, "Warning in UP-1")).hasSize(1);
        assertThat(messages(slack, "Whole log of UP-1")).hasSize(1);
    }

    @Test
    void pages_that_can_never_be_posted_are_counted_and_given_up_in_the_end() {
        tails.start(1, "ops");
        tails.pass(Duration.ofSeconds(1));
        slack.before(call -> {
            if (call.contains("page 1") || call.contains("page 2")) throw FakeChat.trouble(ChatTrouble.Kind.REFUSED);
        });
        for (int i = 0; i < 6; i++) {
            tails.writes(1, lines(i * 10, i * 10 + 10));
            tails.pass(Duration.ofSeconds(1));
        }
        assertThat(accounted(slack, 1)).isEqualTo(60);
        slack.before(call -> {
            if (call.contains("page")) throw FakeChat.trouble(ChatTrouble.Kind.REFUSED);
        });
        for (int i = 6; i < 20; i++) {
            tails.writes(1, lines(i * 10, i * 10 + 10));
            tails.pass(Duration.ofSeconds(1));
        }
        tails.ends(1);
        tails.pass(Duration.ofSeconds(2));
        int parked = tails.jdbi.withHandle(
                h -> h.createQuery("select count(*) from outbox where parked_at is not null and drawn")
                        .mapTo(Integer.class)
                        .one());
        assertThat(parked).isLessThan(9);
        assertThat(messages(slack, "Whole log of UP-1")).hasSize(1);
        assertThat(told(console, 1)).isEqualTo(lines(0, 200));
    }

    @Test
    void only_logs_that_are_open_are_kept_in_mind() {
        tails.start(1, "ops");
        tails.start(2, "ops");
        tails.writes(1, lines(0, 3));
        tails.writes(2, lines(0, 3));
        tails.pass(Duration.ofSeconds(1));
        assertThat(tails.story.reading()).isEqualTo(2);
        tails.ends(1);
        tails.pass(Duration.ofSeconds(2));
        assertThat(tails.story.reading()).isEqualTo(1);
    }
}
