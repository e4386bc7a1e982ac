package io.twokeys.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One thing that happened, as it stands in the journal for good.
 *
 * @param seq its place, counted from 1 without gaps
 * @param at when, to the microsecond, by the clock of the process that wrote it
 * @param prevHash hash of the entry before it; 64 zeros for the first
 * @param hash SHA-256 in hexadecimal over {@code prevHash} and everything above
 * @see NewEntry for the meaning of the rest
 */
public record Entry(
        long seq,
        Instant at,
        String subject,
        String target,
        String kind,
        String actor,
        JsonNode data,
        String prevHash,
        String hash) {}
