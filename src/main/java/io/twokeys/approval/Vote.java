package io.twokeys.approval;

import io.twokeys.people.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One person's answer to one request, and how it came in. A person has one, however often they change it; the journal
 * keeps every turn.
 *
 * @param retraction how it was taken back; it then counts for nothing. Null while it stands
 */
public record Vote(
        PersonId person,
        Decision decision,
        Ballot ballot,
        Instant at,
        @Nullable Retraction retraction) {

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
     * @param reason in the person's own words; empty if they gave none
     */
    public record Ballot(String platform, String userId, String eventId, Via via, String digest, String reason) {
        public Ballot(String platform, String userId, String eventId, Via via, String digest) {
            this(platform, userId, eventId, via, digest, "");
        }
    }

    /**
     * @param byHand by a button or a command, so that a reaction of theirs that stands on a card is an old one
     */
    public record Retraction(Instant at, boolean byHand) {}

    /** Not taken back. */
    public boolean stands() {
        return retraction == null;
    }

    /** Cast or taken back after {@code moment}: what was seen by then says nothing about it. */
    boolean isNewerThan(Instant moment) {
        return (retraction == null ? at : retraction.at()).isAfter(moment);
    }

    boolean isTakenBackByHand() {
        return retraction != null && retraction.byHand();
    }

    /** Taken back by hand, and not by a reaction like this one: that stays known, or the reaction that cast it would vote anew. */
    boolean staysBack(Decision other, String platform) {
        return isTakenBackByHand() && !isReaction(other, platform);
    }

    boolean is(Decision other) {
        return stands() && decision == other;
    }

    boolean isReaction(Decision other, String platform) {
        return castByReactionOn(platform) && decision == other;
    }

    boolean castByReactionOn(String platform) {
        return ballot.via() == Via.REACTION && ballot.platform().equals(platform);
    }
}
