package io.twokeys.chat.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.twokeys.chat.ChatEvent;

/**
 * One event as it will stand in the inbox.
 *
 * @param lane whose events are handled one after another
 * @param quick whether it is handled without a look at a host, as everything but a command is
 */
record Line(String platform, String id, String lane, boolean quick, String event) {
    /** Characters. An index of PostgreSQL takes no key above 2,704 bytes, and the inbox has two of them in one. */
    private static final int LONGEST_KEY = 400;

    private static final ObjectWriter WRITER = InboxStore.JSON.writerFor(ChatEvent.class);

    /** @throws NotRecorded if no platform could have sent it */
    static Line of(ChatEvent event) {
        String platform = event.by().platform().key();
        String lane = platform + ":" + event.by().id();
        if (!isKey(event.id()) || !isKey(lane)) throw new NotRecorded("an id that nothing can be kept under");
        return new Line(platform, event.id(), lane, !(event instanceof ChatEvent.CommandIssued), written(event));
    }

    private static boolean isKey(String text) {
        return text.length() <= LONGEST_KEY && text.indexOf('\u0000') < 0;
    }

    private static String written(ChatEvent event) {
        try {
            return WRITER.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event that cannot be written: " + event, impossible);
        }
    }
}
