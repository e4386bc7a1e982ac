package io.twokeys.chat;

import java.io.IOException;
import java.io.OutputStream;

/** Where the content of attachments comes from. Handed to the adapters; the chat knows only the names. */
public interface FileSource {
    /** Size in bytes, or -1 if there is no such content. */
    long size(String source);

    void copyTo(String source, OutputStream out) throws IOException;
}
