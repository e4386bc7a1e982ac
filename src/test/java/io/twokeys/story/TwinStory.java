package io.twokeys.story;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Told of a production target and its staging twin, one world for all stories of a class. */
abstract class TwinStory {
    static TwinWorld world;
    static SandboxView host;
    static Channel channel;
    static Channel.Person olga;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        world = new TwinWorld();
        host = world.host;
        channel = world.channel;
        olga = world.olga();
    }

    @AfterAll
    static void stop() throws IOException {
        world.close();
    }
}
