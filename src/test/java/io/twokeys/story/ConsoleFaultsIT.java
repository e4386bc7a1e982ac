package io.twokeys.story;

import org.junit.jupiter.api.Nested;

/** The long stories on the console: {@code kill -9} in the middle, and every other ending. */
@On(On.Way.CONSOLE)
class ConsoleFaultsIT {
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
}
