package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account of the workspace that no file links to a person: it may look on, and is told how to be let in. */
abstract class StrangersStory {
    private final World world;

    StrangersStory(World world) {
        this.world = world;
    }

    @BeforeEach
    void begin() {
        world.begin();
    }

    @Test
    void an_unlinked_account_is_told_how_to_get_linked() {
        int before = world.host.commands().size();
        var stranger = world.channel.person("stranger");
        stranger.types("/odoo upgrade crm_custom");
        stranger.isTold("people.yaml");
        assertThat(world.host.commandsAfter(before))
                .noneMatch(line -> line.contains("crm_custom") || line.startsWith("odoo-bin"));
        assertThat(world.channel.all()).noneMatch(message -> message.kind().equals("plan"));
    }
}
