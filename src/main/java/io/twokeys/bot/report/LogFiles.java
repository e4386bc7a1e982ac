package io.twokeys.bot.report;

import io.twokeys.chat.FileSource;
import io.twokeys.tail.LogStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;

/** The content of attached logs: {@code log:UP-42} is the kept, masked log of UP-42. */
@Singleton
public class LogFiles implements FileSource {
    private static final String LOG = "log:";

    private final LogStore logs;

    @Inject
    public LogFiles(LogStore logs) {
        this.logs = logs;
    }

    @Override
    public long size(String source) {
        if (!source.startsWith(LOG)) return -1;
        long length = logs.length(source.substring(LOG.length()));
        return length == 0 ? -1 : length;
    }

    @Override
    public void copyTo(String source, OutputStream out) throws IOException {
        logs.copyTo(source.substring(LOG.length()), out);
    }
}
