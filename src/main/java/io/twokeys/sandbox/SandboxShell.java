package io.twokeys.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * One command line of an SSH client, run by {@code sh} as a real process in a session of its own. When the channel closes,
 * what still runs in that session ends; what went into another one ({@code setsid}) lives on.
 */
final class SandboxShell implements Command {
    private final String line;
    private final Path root;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;
    private volatile @Nullable Process process;

    SandboxShell(String line, Path root) {
        this.line = line;
        this.root = root;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", line)
                .directory(root.resolve("home").toFile());
        environment(builder.environment(), root);
        Process started = builder.start();
        process = started;
        Thread.ofPlatform().daemon().name("sandbox-in").start(() -> feed(started));
        Thread.ofPlatform().daemon().name("sandbox-out").start(() -> report(started));
    }

    /** What every process of the sandbox host sees; nothing of ours, which may hold secrets. */
    static void environment(Map<String, String> variables, Path root) {
        String path = variables.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        String pace = variables.get("SANDBOX_PACE");
        variables.clear();
        variables.put("PATH", root.resolve("bin") + ":" + path);
        variables.put("HOME", root.resolve("home").toString());
        variables.put("USER", "deploy");
        variables.put("LOGNAME", "deploy");
        variables.put("SHELL", "/bin/sh");
        variables.put("LANG", "C.UTF-8");
        variables.put("TZ", "UTC");
        if (pace != null) variables.put("SANDBOX_PACE", pace);
    }

    /** As sshd does: what the process does not read any more is thrown away. */
    private void feed(Process started) {
        pump(in, started.getOutputStream());
        pump(in, OutputStream.nullOutputStream());
        try {
            started.getOutputStream().close();
        } catch (IOException e) {
            // The process ended without reading all of its input, as it may.
        }
    }

    private void report(Process started) {
        Thread errors =
                Thread.ofPlatform().daemon().name("sandbox-err").start(() -> pump(started.getErrorStream(), err));
        pump(started.getInputStream(), out);
        try {
            errors.join();
            int exitCode = started.waitFor();
            if (exit != null) exit.onExit(exitCode);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(@Nullable InputStream from, @Nullable OutputStream to) {
        if (from == null || to == null) return;
        byte[] buffer = new byte[32 * 1024];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException e) {
            // One of the two ends is gone; the other learns of it when the channel closes.
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        Process running = process;
        if (running == null || !running.isAlive()) return;
        long session = running.pid();
        List<ProcessHandle> below = running.descendants().toList();
        for (ProcessHandle handle : below) if (sessionOf(handle.pid()) == session) handle.destroy();
        running.destroy();
    }

    private static long sessionOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
        } catch (IOException e) {
            return -1;
        }
    }
}
