package io.twokeys.chat.outbox;

import io.twokeys.chat.MessageRef;

/**
 * Whether a message is one of ours cannot be said yet: a post is on its way, people may see it before its answer is here. Ask
 * again in a moment.
 */
public final class NotYetKnown extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotYetKnown(MessageRef ref) {
        super("a post is on its way that may be " + ref);
    }
}
