package io.twokeys.story;

import org.junit.jupiter.api.BeforeAll;

/** The host needs pgBackRest for it, Debian's package {@code pgbackrest}. */
class RealPgBackRestIT extends RealCheckpointStory {
    @BeforeAll
    static void theClusterIsArchived() {
        HOST.archiveWithPgBackRest();
    }

    @Override
    String way() {
        return "pgbackrest\n    pgbackrest-stanza: main";
    }
}
