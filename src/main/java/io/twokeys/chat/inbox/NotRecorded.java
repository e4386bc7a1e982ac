package io.twokeys.chat.inbox;

import org.jspecify.annotations.Nullable;

/**
 * An event could not be taken in, or not in time; whoever sent it has to be told, or must not be told that it arrived.
 *
 * <p>Where the database was only slow, the event may still be committed after this was thrown. That does no harm: it is then
 * one more event, handled once, and a platform that sends it again under the same id sends a duplicate.
 */
public final class NotRecorded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayFollow;

    private NotRecorded(String message, @Nullable Throwable cause, boolean mayFollow) {
        super(message, cause);
        this.mayFollow = mayFollow;
    }

    NotRecorded(String message) {
        super(message);
        this.mayFollow = false;
    }

    /** The database refused, or there is none. */
    static NotRecorded refused(Throwable cause) {
        return new NotRecorded("the database did not take it: " + cause.getMessage(), cause, false);
    }

    /** Handed to the database, and no word yet. */
    static NotRecorded slow() {
        return new NotRecorded("the database has not answered in time", null, true);
    }

    /** Whether it may still be recorded, and then handled. */
    public boolean mayFollow() {
        return mayFollow;
    }
}
