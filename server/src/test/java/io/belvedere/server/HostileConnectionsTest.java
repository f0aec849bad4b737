package io.belvedere.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.server.http.RawHttp2;
import io.belvedere.server.http.TestTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many connections, each of which makes the real process hold what it can, against a heap of 512 MiB. The long form is
 * {@code io.belvedere.bench.load.Siege}.
 */
@Timeout(420)
class HostileConnectionsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String SMALL_HEAP = "-Xmx512m";

    @TempDir
    private static Path cache;

    private static Map<String, String> environment() {
        return Map.of("XDG_CACHE_HOME", cache.toString());
    }

    private static Socket plain(URI server, String bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        try {
            socket.getOutputStream().write(bytes.getBytes(US_ASCII));
        } catch (IOException e) {
            // then it was closed already, which is the server's right
        }
        return socket;
    }

    /** All at the same time. */
    private static List<Socket> open(int count, Callable<Socket> one) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (ExecutorService eight = Executors.newFixedThreadPool(8)) {
            List<Future<Socket>> opening = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                opening.add(eight.submit(one));
            }
            for (Future<Socket> socket : opening) {
                sockets.add(socket.get(300, TimeUnit.SECONDS));
            }
        }
        return sockets;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** On a connection of its own each time. */
    private static void assertHealthy(ServerProcess server) throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            HttpRequest health =
                    HttpRequest.newBuilder(address(server).resolve("/health")).build();
            assertThat(client.send(health, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    private static void assertServes(ServerProcess server) throws Exception {
        String question =
                "{\"model\": \"belvedere-mini\", \"max_tokens\": 1, \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
        for (HttpClient.Version version : HttpClient.Version.values()) {
            try (HttpClient client = client(version)) {
                HttpRequest request = HttpRequest.newBuilder(address(server).resolve(CHAT))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(question))
                        .build();
                await().atMost(
                                60,
                                TimeUnit.SECONDS) // as clients do: the server sees one by one that attackers are gone
                        .pollInterval(500, TimeUnit.MILLISECONDS)
                        .untilAsserted(() -> {
                            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                        });
            }
        }
    }

    private static HttpClient client(HttpClient.Version version) throws Exception {
        return TestTls.client(version);
    }

    /** By the name in the certificate. */
    private static URI address(ServerProcess server) {
        return URI.create(server.address().getScheme() + "://localhost:"
                + server.address().getPort());
    }

    @Test
    void bodiesThatOnlyBeginOverHttp2() throws Exception {
        ByteArrayOutputStream streams = new ByteArrayOutputStream();
        streams.writeBytes(RawHttp2.opening());
        for (int i = 0; i < 100; i++) {
            streams.writeBytes(RawHttp2.begunPost(1 + 2 * i, CHAT, 60_000));
        }
        List<String> secure = List.of(
                "--tls-certificate", TestTls.file("ec.pem").toString(),
                "--tls-key", TestTls.file("ec-key.pem").toString());
        try (ServerProcess server = new ServerProcess(environment(), List.of(SMALL_HEAP), secure)) {
            List<Socket> attackers = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                attackers.addAll(open(80, () -> {
                    Socket socket = TestTls.http2Socket(server.address().getPort());
                    socket.getOutputStream().write(streams.toByteArray());
                    return socket;
                }));
                assertHealthy(server);
            }
            close(attackers);
            assertServes(server);
            assertThat(server.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
            assertThat(server.stop()).isZero(); // nothing of an attacker counts as running
        }
    }

    @Test
    void aThousandConnectionsOverHttp11() throws Exception {
        String head = "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\n";
        List<String> openings = List.of(
                head + "Content-Length: 60000\r\n\r\n{",
                head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
                head + "a:b\r\n".repeat(400),
                head + "A: " + "x".repeat(15_000),
                "",
                "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(60));
        try (ServerProcess server = new ServerProcess(environment(), List.of(SMALL_HEAP), List.of())) {
            List<Socket> attackers = new ArrayList<>();
            for (String opening : openings) {
                attackers.addAll(open(200, () -> plain(server.address(), opening)));
                assertHealthy(server);
            }
            close(attackers);
            assertServes(server);
            assertThat(server.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
            assertThat(server.stop()).isZero(); // nothing of an attacker counts as running
        }
    }

    private static long count(ServerProcess server, String part) {
        return server.log().stream().filter(line -> line.contains(part)).count();
    }

    @Test
    void whereMemoryRunsOutAllTheSameTheProcessEndsWithOneLine() throws Exception {
        List<String> noLimits = List.of("--limit", "body-memory=64GiB", "--limit", "body-size=1GiB");
        byte[] zeros = new byte[1 << 20];
        try (ServerProcess server = new ServerProcess(environment(), List.of("-Xmx128m"), noLimits)) {
            String head = "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000000\r\n\r\n";
            open(4, () -> {
                Socket socket = plain(server.address(), head);
                try (OutputStream out = socket.getOutputStream()) {
                    for (int sent = 0; sent < 400; sent++) {
                        out.write(zeros);
                    }
                } catch (IOException e) {
                    // the server has ended
                }
                return socket;
            });
            assertThat(server.awaitEnd()).isEqualTo(1);
            assertThat(count(server, "belvedere: the server can't go on and ends: memory has run out"))
                    .isEqualTo(1);
        }
    }
}
