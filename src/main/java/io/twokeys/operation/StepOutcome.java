package io.twokeys.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** How a step ended, as far as anyone knows. */
public sealed interface StepOutcome {
    /**
     * It is done.
     *
     * @param result what later steps and readers of the journal may want. A text member {@code verdict} becomes the
     *     operation's verdict unless a later step brings its own
     */
    record Done(JsonNode result) implements StepOutcome {}

    /**
     * It failed and left nothing of its own half done that {@code aftermath} does not account for.
     *
     * @param why a sentence: what, where, next move
     */
    record Failed(String why, JsonNode evidence, Aftermath aftermath) implements StepOutcome {}

    /** The line dropped, or the host did not answer: it may be done or not. The step is run again and asks first. */
    record Unknown(String why) implements StepOutcome {}

    /** What a failure means for the steps before it. */
    enum Aftermath {
        /** They are undone, the last first. */
        UNDO,
        /** Everything stays as it is: going back is a decision for people. */
        STAY
    }

    /** Done, with nothing to hand on. */
    static Done done() {
        return new Done(JsonNodeFactory.instance.objectNode());
    }
}
