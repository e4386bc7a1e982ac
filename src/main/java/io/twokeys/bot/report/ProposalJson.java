package io.twokeys.bot.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.twokeys.plan.Proposal;

/** Proposals as they are kept beside their card, so that it can be drawn again. */
public final class ProposalJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private ProposalJson() {}

    public static String write(Proposal proposal) {
        try {
            return JSON.writeValueAsString(proposal);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Proposal parse(String json) {
        try {
            return JSON.readValue(json, Proposal.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept proposal cannot be read", e);
        }
    }
}
