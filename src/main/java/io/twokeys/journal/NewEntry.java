package io.twokeys.journal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something to be written down.
 *
 * @param subject what it is about: {@code UP-42}, {@code AR-7}, {@code IN-3}, or a target's name
 * @param target the target it concerns; empty if none
 * @param kind what happened, {@code step.started}
 * @param actor a person's id, or {@link #TWOKEYS}
 * @param data what a reader needs to tell the story without asking elsewhere; no secrets
 */
public record NewEntry(String subject, String target, String kind, String actor, JsonNode data) {
    /** The actor of what nobody in particular did. */
    public static final String TWOKEYS = "twokeys";
}
