package io.twokeys.bot.report;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Everything that is told, in the order in which one entry is told. */
@Singleton
public class Stories {
    private final List<Story> all;

    @Inject
    public Stories(ApprovalStory approvals, OperationStory operations, IncidentStory incidents) {
        all = List.of(approvals, operations, incidents);
    }

    List<Story> all() {
        return all;
    }
}
