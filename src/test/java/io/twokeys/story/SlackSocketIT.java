package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** The product's stories on Slack, over Socket Mode, at Slack's own pace. */
@On(On.Way.SLACK_SOCKET)
class SlackSocketIT {
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
    class Strangers extends StrangersStory {
        Strangers(World world) {
            super(world);
        }
    }

    @AfterAll
    static void the_bot_kept_slacks_pace_and_called_nothing_that_slack_lacks(World world) {
        var slack = world.entry(SlackEntry.class).slack();
        assertThat(slack.turnedAway()).hasSizeLessThanOrEqualTo(5);
        assertThat(slack.unknownCalls()).isEmpty();
    }
}
