package io.belvedere.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code belvedere serve} with the embedded model, in a process of its own on a free loopback port. */
final class MiniServer implements AutoCloseable {
    static final String MODEL = "belvedere-mini";
    static final String KEY = "sk-clients-test";

    private static final Pattern READY = Pattern.compile(".* is ready at (http://\\S+)/v1 .*");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final Process process;

    /** Returns when it answers. */
    MiniServer(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:InlineSmallCode=8000",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "io.belvedere.server.Main",
                "serve",
                "--port",
                "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BELVEDERE_API_KEY", KEY);
        builder.environment()
                .put(
                        "XDG_CACHE_HOME",
                        Path.of("target", "cache").toAbsolutePath().toString());
        process = builder.start();
        Thread.startVirtualThread(this::readLog);
        address.get(60, TimeUnit.SECONDS);
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    address.complete(URI.create(ready.group(1)));
                }
            }
            address.completeExceptionally(new IOException("ended early: " + log));
        } catch (IOException e) {
            address.completeExceptionally(e);
        }
    }

    /** The base that clients are given. */
    String url() {
        return address.join().resolve("/v1").toString();
    }

    /** Waits until the engine computes this many answers; a fault after 30 seconds. */
    void awaitRunning(int answers) {
        await().atMost(Duration.ofSeconds(30)).until(() -> running() == answers);
    }

    private int running() {
        HttpRequest health = HttpRequest.newBuilder(address.join().resolve("/health?verbose"))
                .header("authorization", "Bearer " + KEY)
                .build();
        try {
            JsonNode body = JSON.readTree(
                    http.send(health, HttpResponse.BodyHandlers.ofString()).body());
            return body.required("engine").required("running").asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.close();
    }
}
