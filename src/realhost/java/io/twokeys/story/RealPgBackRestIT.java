package io.twokeys.story;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The host needs pgBackRest for it, Debian's package {@code pgbackrest}. */
class RealPgBackRestIT extends RealCheckpointStory {
    @BeforeAll
    static void theClusterIsArchived() {
        HOST.archiveWithPgBackRest();
    }

    @AfterAll
    static void itIsNot() {
        HOST.archiveNoMore();
    }

    @Override
    String way() {
        return "pgbackrest\n    pgbackrest-stanza: main";
    }
}
