package io.twokeys.story;

import org.junit.jupiter.api.Nested;

/** The long stories on Slack: {@code kill -9} in the middle, and every other ending. */
@On(On.Way.SLACK_HTTP)
class SlackFaultsIT {
    @Nested
    class Kill extends KillStory {
        Kill(World world) {
            super(world);
        }
    }

    @Nested
    class Endings extends EndingsStory {
        Endings(World world) {
            super(world);
        }
    }

    @Nested
    class SafetyNet extends SafetyNetStory {
        SafetyNet(World world) {
            super(world);
        }
    }
}
