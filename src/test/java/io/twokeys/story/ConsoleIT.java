package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The product's stories on the console. */
@On(On.Way.CONSOLE)
class ConsoleIT {
    @Nested
    class MainJob extends MainJobStory {
        MainJob(World world) {
            super(world);
        }
    }

    @Nested
    class FreeText extends FreeTextStory {
        FreeText(World world) {
            super(world);
        }
    }

    @Nested
    class Refusals extends RefusalsStory {
        Refusals(World world) {
            super(world);
        }
    }

    @Nested
    class Maintenance extends MaintenanceStory {
        Maintenance(World world) {
            super(world);
        }
    }

    @Test
    void somebody_whom_nobody_knows_is_not_let_in(World world) {
        var answer = world.entry(ConsoleEntry.class).tries("stranger", "/odoo status", null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("nobody here is called stranger; known are operator, manager-1, manager-2, viewer");
    }
}
