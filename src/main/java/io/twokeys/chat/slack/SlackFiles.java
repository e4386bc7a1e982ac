package io.twokeys.chat.slack;

import com.slack.api.methods.request.files.FilesCompleteUploadExternalRequest.FileDetails;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatTrouble.Kind;
import io.twokeys.chat.FileSource;
import io.twokeys.chat.Message;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Uploads in Slack's three steps: an address, the bytes, the announcement. By way of a file, so that no log fills the memory. */
@Singleton
public final class SlackFiles {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final SlackCalls calls;
    private final FileSource content;

    @Inject
    public SlackFiles(SlackCalls calls, FileSource content) {
        this.calls = calls;
        this.content = content;
    }

    void upload(String channel, String thread, Message.File file) {
        if (content.size(file.source()) < 0) {
            throw new ChatTrouble(Kind.REFUSED, "there is no content " + file.source(), Duration.ZERO);
        }
        try {
            Path copy = Files.createTempFile("twokeys-upload", "");
            try {
                try (var out = Files.newOutputStream(copy)) {
                    content.copyTo(file.source(), out);
                }
                upload(channel, thread, file.name(), copy);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException broken) {
            throw new ChatTrouble(Kind.UNAVAILABLE, "upload of " + file.name() + ": " + broken, Duration.ZERO);
        }
    }

    private void upload(String channel, String thread, String name, Path copy) throws IOException {
        int length = (int) Math.min(Integer.MAX_VALUE, Files.size(copy));
        var address = calls.ask(methods -> methods.filesGetUploadURLExternal(
                request -> request.filename(name).length(length)));
        send(URI.create(address.getUploadUrl()), copy);
        var details = FileDetails.builder().id(address.getFileId()).title(name).build();
        calls.ask(methods -> methods.filesCompleteUploadExternal(
                request -> request.files(List.of(details)).channelId(channel).threadTs(thread)));
    }

    private static void send(URI address, Path copy) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofFile(copy))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IOException("the upload address answered " + status);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopping);
        }
    }
}
