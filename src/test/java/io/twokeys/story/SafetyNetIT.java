package io.twokeys.story;

import org.junit.jupiter.api.Nested;

/** Backups, drills and undone rollbacks, on the console: each of them is an operation of its own, so they take their time. */
@On(On.Way.CONSOLE)
class SafetyNetIT {
    @Nested
    class SafetyNet extends SafetyNetStory {
        SafetyNet(World world) {
            super(world);
        }
    }
}
