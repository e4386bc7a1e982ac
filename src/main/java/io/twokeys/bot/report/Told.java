package io.twokeys.bot.report;

import io.twokeys.chat.Platform;
import io.twokeys.tail.LogText;
import io.twokeys.tail.Pages;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a log was told on one platform.
 *
 * @param page the page that is growing
 * @param foldedBefore lines left out on the pages before it
 * @param lost pages in a row that could not be posted
 */
record Told(String operation, Platform platform, Growing page, long foldedBefore, int lost, boolean over) {

    /**
     * The page that grows.
     *
     * @param number from 1
     * @param from where what it shows begins in the kept log, in bytes
     * @param to where that ends so far
     * @param folded lines left out before it, as it says itself
     * @param begun when its message was posted; null as long as it was not
     */
    record Growing(
            int number,
            long from,
            long to,
            long folded,
            @Nullable Instant begun) {
        boolean begunBefore(Instant time) {
            return begun != null && begun.isBefore(time);
        }

        /** Whether nothing more fits on it. */
        boolean isFull(Pages pages, LogText text) {
            return begun != null && pages.next(text, from, folded).next() <= to;
        }
    }

    private Told with(Growing next) {
        return new Told(operation, platform, next, foldedBefore, lost, over);
    }

    Told showing(Pages.Page shown) {
        return with(new Growing(page.number, shown.from(), shown.next(), shown.folded(), page.begun));
    }

    /** What was drawn stands there now. */
    Told shown(Instant now) {
        var begun = new Growing(page.number, page.from, page.to, page.folded, page.begun == null ? now : page.begun);
        return new Told(operation, platform, begun, foldedBefore, 0, over);
    }

    Told nextPage() {
        var next = new Growing(page.number + 1, page.to, page.to, 0, null);
        return new Told(operation, platform, next, foldedBefore + page.folded, lost, over);
    }

    /** The page cannot be shown; the next one says how many {@code lines} that leaves out. */
    Told losing(long lines) {
        var next = new Growing(page.number + 1, page.to, page.to, page.folded + lines, null);
        return new Told(operation, platform, next, foldedBefore, lost + 1, over);
    }

    Told ended() {
        return new Told(operation, platform, page, foldedBefore, lost, true);
    }

    long folded() {
        return foldedBefore + page.folded;
    }
}
