package io.twokeys.story;

import io.twokeys.foreign.DiscordBodies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Whatever the packaged jar asks of Discord in the main job and for a maintenance window is what Discord's own OpenAPI allows. */
@On(On.Way.DISCORD)
class DiscordSchemaIT {
    @Nested
    class MainJob extends MainJobStory {
        MainJob(World world) {
            super(world);
        }
    }

    @Nested
    class Maintenance extends MaintenanceStory {
        Maintenance(World world) {
            super(world);
        }
    }

    @AfterAll
    static void every_body_is_what_discord_published(World world) {
        DiscordBodies.areWhatDiscordPublished(
                world.entry(DiscordEntry.class).discord().calls());
    }
}
