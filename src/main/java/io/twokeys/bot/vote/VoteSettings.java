package io.twokeys.bot.vote;

import java.time.Duration;

/**
 * What an operator may set about votes.
 *
 * @param keys how many approvers a rollback takes
 * @param timeToApprove how long a request waits for its keys
 * @param countdown how long a granted rollback can still be stopped
 */
public record VoteSettings(int keys, Duration timeToApprove, Duration countdown) {
    public VoteSettings {
        if (keys < 2) throw new IllegalArgumentException("a rollback takes at least two keys, not " + keys);
    }
}
