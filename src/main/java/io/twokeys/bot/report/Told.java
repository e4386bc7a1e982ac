package io.twokeys.bot.report;

import io.twokeys.chat.Platform;

/**
 * How far a log was told on one platform.
 *
 * @param page number of the page that is growing, from 1
 * @param from where that page begins in the kept log, in bytes
 * @param to where it ends so far
 */
record Told(String operation, Platform platform, int page, long from, long to, boolean over) {
    Told until(long end) {
        return new Told(operation, platform, page, from, end, over);
    }

    Told nextPage() {
        return new Told(operation, platform, page + 1, to, to, over);
    }

    Told ended() {
        return new Told(operation, platform, page, from, to, true);
    }
}
