package io.belvedere.bench.load;

import io.belvedere.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code belvedere serve} as a child process on loopback, with a key of its own; it ends when this process does. */
final class ServerChild implements AutoCloseable {
    /** The launcher's. */
    private static final List<String> JVM_FLAGS = List.of(
            "--add-modules=jdk.incubator.vector",
            "-XX:InlineSmallCode=8000",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true");

    private static final Pattern READY = Pattern.compile(".* is ready at (https?://\\S+)/v1 .*");
    private static final int KEPT_LINES = 40;
    private static final int READY_SECONDS = 300;
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final String key = UUID.randomUUID().toString();
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread end = new Thread(this::stop, "stop-server");

    /**
     * Starts it and waits until it answers.
     *
     * @param jvmOptions such as the heap's size
     * @param arguments of {@code serve}, such as a model
     * @throws IOException if it does not start; the message has what it said last
     */
    ServerChild(List<String> jvmOptions, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), Main.class.getName(), "serve"));
        command.addAll(arguments);
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BELVEDERE_API_KEY", key);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(end);
        Thread.startVirtualThread(this::readLog);
        try {
            var _ = address.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IOException("the server does not start: " + String.join("\n", lastLines()), e);
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    address.complete(URI.create(ready.group(1)));
                }
            }
            address.completeExceptionally(new IOException("it has ended"));
        } catch (IOException e) {
            address.completeExceptionally(e);
        }
    }

    private synchronized void keep(String line) {
        lastLines.addLast(line);
        if (lastLines.size() > KEPT_LINES) {
            lastLines.removeFirst();
        }
    }

    /** Of its log. */
    synchronized List<String> lastLines() {
        return List.copyOf(lastLines);
    }

    URI address() {
        return address.join();
    }

    String key() {
        return key;
    }

    long pid() {
        return process.pid();
    }

    /** As a signal to end, then as one that nothing survives. */
    private void stop() {
        process.toHandle().destroy(); // unlike process.destroy() leaves the output readable
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // this process is ending: the hook runs
        }
    }
}
