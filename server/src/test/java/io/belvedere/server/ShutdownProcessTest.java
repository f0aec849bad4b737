package io.belvedere.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server process that is told to stop by signals, with requests at every stage. */
@Timeout(180)
class ShutdownProcessTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String HELLO = """
            {"model": "tiny-qwen25vl", "max_tokens": 4, "messages": [{"role": "user", "content": "Hello"}]}""";

    /** Far more text than sockets hold for a client that does not read. */
    private static final String ENDLESS = """
            {"model": "tiny-qwen25vl", "stream": true, "n": 8, "max_tokens": 4000, "min_tokens": 4000, "logprobs": true, "top_logprobs": 20,
             "stop_on_repetition": false, "messages": [{"role": "user", "content": "Hello"}]}""";

    private static Socket connect(ServerProcess server) throws IOException {
        URI address = server.address();
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 << 10);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.setSoTimeout(Math.toIntExact(LONG.toMillis()));
        return socket;
    }

    private static void post(Socket socket, String body, int sentBytes) throws IOException {
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                .formatted(body.length());
        socket.getOutputStream().write((head + body.substring(0, sentBytes)).getBytes(UTF_8));
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    private static String talk(ServerProcess server, String request) throws IOException {
        try (Socket socket = connect(server)) {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            return rest(socket);
        }
    }

    private static void awaitLine(ServerProcess server, String part) {
        await().atMost(LONG).until(() -> server.log().stream().anyMatch(line -> line.contains(part)));
    }

    /** Reads until the stream has begun. */
    private static void awaitText(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\"content\"") < 0) {
            int next = in.read();
            assertThat(next).as(read.toString()).isNotNegative();
            read.append((char) next);
        }
    }

    @Test
    void runningRequestsFinishAndItEndsWithZero() throws Exception {
        try (ServerProcess server = ServerProcess.withTinyModel(Map.of());
                Socket running = connect(server)) {
            assertThat(talk(server, "GET /health/ready")).startsWith("HTTP/1.1 200");
            post(running, HELLO, 10);
            awaitRunning(server);
            server.signal("TERM");
            awaitLine(server, "stopping: 1 request running");
            assertThat(talk(server, "GET /health/ready"))
                    .startsWith("HTTP/1.1 503")
                    .contains("The server is stopping.");
            assertThat(talk(server, "GET /health")).startsWith("HTTP/1.1 200");
            assertThat(talk(server, "GET /v1/models")).startsWith("HTTP/1.1 503");
            running.getOutputStream().write(HELLO.substring(10).getBytes(UTF_8));
            assertThat(rest(running)).startsWith("HTTP/1.1 200").contains("\"finish_reason\"");
            assertThat(server.awaitEnd()).isZero();
            assertThat(server.log())
                    .anyMatch(line -> line.endsWith("stopped: 1 request finished, 0 ended early"))
                    .noneMatch(line -> line.contains("Exception"));
        }
    }

    @Test
    void whatDoesNotFinishInTimeIsToldSoAndItEndsWithFive() throws Exception {
        try (ServerProcess server = ServerProcess.withTinyModel(Map.of(), "--limit", "shutdown-time=0");
                Socket stream = connect(server);
                Socket whole = connect(server)) {
            post(stream, ENDLESS, ENDLESS.length());
            awaitText(stream);
            post(whole, HELLO, 10);
            awaitRunning(server);
            server.signal("TERM");
            awaitLine(server, "stopping: 2 requests running");
            assertThat(rest(stream))
                    .contains("data: {\"error\":{\"message\":\"The server is stopping.\"")
                    .doesNotContain("[DONE]")
                    .endsWith("\r\n0\r\n\r\n");
            assertThat(rest(whole)).startsWith("HTTP/1.1 503").contains("The server is stopping.");
            assertThat(server.awaitEnd()).isEqualTo(5);
            assertThat(server.log()).anyMatch(line -> line.endsWith("stopped: 0 requests finished, 2 ended early"));
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        try (ServerProcess server = ServerProcess.withTinyModel(Map.of(), "--limit", "shutdown-time=60min");
                Socket running = connect(server)) {
            post(running, HELLO, 10);
            awaitRunning(server);
            server.signal("INT");
            awaitLine(server, "stopping: 1 request running");
            server.signal("TERM");
            assertThat(server.awaitEnd()).isEqualTo(143);
        }
    }

    /**
     * A request counts from when its head is read: one that is sent after it is answered after it, by the one thread
     * that reads.
     */
    private static void awaitRunning(ServerProcess server) throws IOException {
        assertThat(talk(server, "GET /health")).startsWith("HTTP/1.1 200");
    }
}
