package io.twokeys.waiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twokeys.chat.SteppedClock;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Journal;
import io.twokeys.people.PersonId;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class WaiversTest {
    private static final TargetName PROD = new TargetName("prod");

    private final SteppedClock clock = new SteppedClock();
    private final Jdbi jdbi = TestPostgres.fresh();
    private final Journal journal = new Journal(jdbi, clock);
    private final Waivers waivers = new Waivers(jdbi, journal, clock);

    @Test
    void a_waiver_holds_for_its_gate_and_target_until_it_expires() {
        waivers.grant(waiver("drill-fresh", "the drill runs tonight"));
        assertThat(waivers.of(PROD, "drill-fresh")).hasValueSatisfying(one -> {
            assertThat(one.by().value()).isEqualTo("maria");
            assertThat(one.reason()).isEqualTo("the drill runs tonight");
        });
        assertThat(waivers.of(PROD, "memory-free")).isEmpty();
        assertThat(waivers.of(new TargetName("staging"), "drill-fresh")).isEmpty();
        clock.advance(Waivers.USUAL);
        assertThat(waivers.of(PROD, "drill-fresh")).isEmpty();
    }

    @Test
    void it_is_in_the_journal_with_its_reason() {
        waivers.grant(waiver("drill-fresh", "the drill runs tonight"));
        assertThat(journal.of("prod")).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo("gate.waived");
            assertThat(entry.actor()).isEqualTo("maria");
            assertThat(entry.data().path("reason").asText()).isEqualTo("the drill runs tonight");
        });
    }

    @Test
    void without_a_reason_there_is_none() {
        assertThatThrownBy(() -> waiver("drill-fresh", " ")).hasMessageContaining("without a reason");
    }

    private Waiver waiver(String gate, String reason) {
        return new Waiver(
                PROD, gate, new PersonId("maria"), reason, clock.instant().plus(Duration.ofHours(24)));
    }
}
