package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A maintenance window: announced, reminded, begun, extended, ended; and what nobody gets. */
abstract class MaintenanceStory {
    private static final DateTimeFormatter SAID =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm").withZone(ZoneOffset.UTC);

    private final World world;
    private final Channel channel;

    MaintenanceStory(World world) {
        this.world = world;
        this.channel = world.channel;
    }

    @BeforeEach
    void begin() {
        world.begin();
    }

    @Test
    void a_window_is_announced_reminded_of_begun_extended_and_ended() {
        Instant reminder = soon();
        Instant start = reminder.plus(Duration.ofMinutes(15));
        world.operator().types("/odoo maintenance schedule " + SAID.format(start) + " UTC for 30m because new pricing");
        Message card = channel.shows("maintenance", "maintenance of sandbox", "Scheduled: ", "Because: new pricing");
        String window = card.title().split(":", 2)[0];
        assertThat(card.text()).contains("(30 min)", "Announced by operator");
        assertThat(card.buttons()).containsExactly("Start now", "Extend 30 min", "Cancel");
        world.operator().types("/odoo status");
        channel.shows("status", "○ " + window + " maintenance (begins in 1");
        nonsenseIsRefused(window, start);

        await().atMost(Duration.ofSeconds(70))
                .until(() -> reminder.minusSeconds(30).isBefore(Instant.now()));
        channel.thread(card)
                .shows("notice", window + " begins in 15 min", "Maintenance of sandbox from ", "new pricing");

        world.operator().presses("Start now", card);
        channel.thread(card).head("Running: ");
        channel.thread(card).shows("notice", window + " has begun, by operator", "sandbox is under maintenance until ");
        channel.shows("notice", window + " has begun, by operator", "The announcement");
        world.operator().presses("Extend 30 min", card);
        channel.thread(card).head("(1 h 0 min)");
        channel.thread(card).shows("notice", window + " takes longer, by operator");
        world.operator().types("/odoo maintenance end");
        channel.shows("notice", window + ": maintenance of sandbox", "Ended: ");
        channel.shows("notice", window + " is over, by operator");
        assertThat(channel.thread(card).head("Ended: ").buttons()).isEmpty();
        world.operator().types("/odoo maintenance list");
        channel.shows("status", "Maintenance windows", "None runs and none is planned");
    }

    /** A full minute that is to come, with the time to say something before. */
    private static Instant soon() {
        return Instant.now().plusSeconds(15).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }

    private void nonsenseIsRefused(String window, Instant start) {
        var operator = world.operator();
        operator.types("/odoo maintenance schedule " + SAID.format(start) + " UTC for 1h");
        operator.isTold("sandbox has " + window + " from ", "two windows of one target never overlap");
        operator.types("/odoo maintenance schedule 2020-01-01T10:00 for 1h");
        operator.isTold("which is past or less than a minute ahead", "`/odoo maintenance start for 1h`");
        operator.types("/odoo maintenance schedule tomorrow 22:00 for 500h");
        operator.isTold("`500h` is not a duration");
        operator.types("/odoo maintenance end");
        operator.isTold(window + " has not begun", "`/odoo maintenance cancel " + window + "` calls it off");
        var viewer = channel.person("viewer");
        viewer.types("/odoo maintenance extend by 1h");
        viewer.isTold("viewer is not an operator on sandbox. Ask operator.");
    }
}
