package io.twokeys.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * One link of the chain: an entry with its data as the very text that is hashed and stored.
 *
 * <p>The hash covers each field with its length in front, so that no two different entries read the same.
 */
record Link(
        long seq,
        Instant at,
        String subject,
        String target,
        String kind,
        String actor,
        String json,
        String prevHash,
        String hash) {

    static final String GENESIS = "0".repeat(64);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** The link that follows the one with {@code seq} and {@code prevHash}. */
    static Link after(long seq, String prevHash, Instant at, NewEntry entry) {
        var open = new Link(
                seq + 1,
                at,
                entry.subject(),
                entry.target(),
                entry.kind(),
                entry.actor(),
                canonical(entry.data()),
                prevHash,
                "");
        return new Link(
                open.seq,
                at,
                open.subject,
                open.target,
                open.kind,
                open.actor,
                open.json,
                prevHash,
                open.computeHash());
    }

    String computeHash() {
        var sha256 = sha256();
        for (var field : new String[] {
            prevHash, Long.toString(seq), Long.toString(micros(at)), subject, target, kind, actor, json
        }) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            sha256.update(bytes);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    Entry entry() {
        return new Entry(seq, at, subject, target, kind, actor, parse(json), prevHash, hash);
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static String canonical(JsonNode data) {
        try {
            return MAPPER.writeValueAsString(MAPPER.treeToValue(data, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + data, e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a journal entry's data is not JSON", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
