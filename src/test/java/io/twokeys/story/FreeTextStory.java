package io.twokeys.story;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where commands are typed freely; a client that draws them does not let one misspell. */
abstract class FreeTextStory {
    private final World world;

    FreeTextStory(World world) {
        this.world = world;
    }

    @BeforeEach
    void begin() {
        world.begin();
    }

    @Test
    void a_misspelled_verb_gets_its_nearest_match() {
        world.operator().types("/odoo upgrad sale_custom");
        world.operator().isTold("`upgrad` is not a verb I know", "Did you mean `/odoo upgrade`?");
    }
}
