package io.twokeys.chat.outbox;

/** Sends when told, on the thread that tells it. */
public final class SteppedSender {
    private SteppedSender() {}

    /** Everything that may be sent now. */
    public static void sendAll(OutboxSender sender) {
        int most = 10_000;
        while (sender.sendNext()) {
            if (--most == 0) throw new IllegalStateException("there is no end to it");
        }
    }
}
