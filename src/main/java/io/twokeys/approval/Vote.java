package io.twokeys.approval;

import io.twokeys.people.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One person's answer to one request, and how it came in. A person has one, however often they change it; the journal
 * keeps every turn.
 *
 * @param retractedAt when it was taken back; it then counts for nothing
 */
public record Vote(
        PersonId person,
        Decision decision,
        Ballot ballot,
        Instant at,
        @Nullable Instant retractedAt) {

    public enum Decision {
        APPROVE,
        DENY
    }

    public enum Via {
        BUTTON,
        REACTION,
        COMMAND
    }

    /**
     * What the platform delivered.
     *
     * @param platform {@code slack}
     * @param userId the account that acted
     * @param eventId the platform's id of the event, unique there for good
     * @param digest of the plan on the card that was answered
     */
    public record Ballot(String platform, String userId, String eventId, Via via, String digest) {}

    /** Not taken back. */
    public boolean stands() {
        return retractedAt == null;
    }

    boolean is(Decision other) {
        return stands() && decision == other;
    }

    boolean castByReactionOn(String platform) {
        return ballot.via() == Via.REACTION && ballot.platform().equals(platform);
    }
}
