package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** The product's stories on Discord, at Discord's own pace. */
@On(On.Way.DISCORD)
class DiscordIT {
    @Nested
    class MainJob extends MainJobStory {
        MainJob(World world) {
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
    class Strangers extends StrangersStory {
        Strangers(World world) {
            super(world);
        }
    }

    @AfterAll
    static void the_bot_kept_discords_pace_and_called_nothing_that_discord_lacks(World world) {
        var discord = world.entry(DiscordEntry.class).discord();
        assertThat(discord.tooFast()).isLessThanOrEqualTo(5);
        assertThat(discord.unknownCalls()).isEmpty();
    }
}
