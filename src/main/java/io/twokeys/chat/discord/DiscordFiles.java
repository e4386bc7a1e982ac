package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatTrouble.Kind;
import io.twokeys.chat.FileSource;
import io.twokeys.chat.Message;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/**
 * Files as Discord takes them: 10 MiB at most. What is larger is compressed, and what is too large even then is said to be so.
 * By way of a file, so that no log fills the memory.
 */
@Singleton
public final class DiscordFiles {
    /** The limit of a server without boosts (Discord, Uploading Files), less a little for the form around it. */
    private static final long LARGEST = 10L * 1024 * 1024 - 16 * 1024;

    private final FileSource content;

    @Inject
    public DiscordFiles(FileSource content) {
        this.content = content;
    }

    /** Sends what came of a file. */
    @FunctionalInterface
    interface Sending {
        void send(ObjectNode body, String name, Path copy);
    }

    /** What is too large goes as words alone. */
    @FunctionalInterface
    interface Saying {
        void say(ObjectNode body);
    }

    /** The name under which a file may have arrived before. */
    static boolean isNamed(String attached, Message.File file) {
        return attached.equals(asName(file.name())) || attached.equals(asName(file.name()) + ".gz");
    }

    /** As Discord keeps it. */
    private static String asName(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    void deliver(Message.File file, Sending whole, Saying tooLarge) {
        long size = content.size(file.source());
        if (size < 0) throw new ChatTrouble(Kind.REFUSED, "there is no content " + file.source(), Duration.ZERO);
        try {
            Path copy = Files.createTempFile("twokeys-upload", "");
            try {
                boolean packed = size > LARGEST;
                boolean fits = write(file, copy, packed);
                ObjectNode empty = DiscordMessages.words("");
                if (fits) whole.send(empty, asName(file.name()) + (packed ? ".gz" : ""), copy);
                else tooLarge.say(DiscordMessages.words(sentence(file, size)));
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException broken) {
            throw new ChatTrouble(Kind.UNAVAILABLE, "upload of " + file.name() + ": " + broken, Duration.ZERO);
        }
    }

    private static String sentence(Message.File file, long size) {
        return DiscordText.escape(file.name()) + " is not attached: " + size / (1024 * 1024)
                + " MiB, and Discord takes 10. Twokeys keeps the whole of it in its database, as "
                + DiscordText.code(file.source()) + ".";
    }

    /** Returns false if it is too large, and leaves off there. */
    private boolean write(Message.File file, Path copy, boolean packed) throws IOException {
        try (OutputStream limited = new Limited(Files.newOutputStream(copy))) {
            OutputStream out = packed ? new GZIPOutputStream(limited) : limited;
            content.copyTo(file.source(), out);
            if (out instanceof GZIPOutputStream gzip) gzip.finish();
            return true;
        } catch (TooLargeException tooLarge) {
            return false;
        }
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final class Limited extends FilterOutputStream {
        private long written;

        Limited(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            count(1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            count(length);
            out.write(bytes, from, length);
        }

        private void count(int more) throws TooLargeException {
            written += more;
            if (written > LARGEST) throw new TooLargeException();
        }
    }
}
