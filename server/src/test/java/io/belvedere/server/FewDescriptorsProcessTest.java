package io.belvedere.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server process that has fewer file descriptors than there are connections. */
@Timeout(180)
class FewDescriptorsProcessTest {
    private static final int DESCRIPTORS = 256;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String EXHAUSTED = "WARN  can't accept connections: Too many open files";
    private static final String RECOVERED = "INFO  connections are accepted again, after ";

    @TempDir
    private Path jars;

    private static long count(ServerProcess server, String part) {
        return server.log().stream().filter(line -> line.contains(part)).count();
    }

    private static int health(ServerProcess server) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(server.address().resolve("/health"))
                    .timeout(LONG)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void whereTheyRunOutThereIsOneLineAndItRecovers() throws Exception {
        List<String> arguments =
                List.of("--model", ServerProcess.GOLDEN.resolve("tiny-qwen25vl").toString());
        try (ServerProcess server = ServerProcess.withDescriptors(DESCRIPTORS, jars, Map.of(), List.of(), arguments)) {
            assertThat(health(server)).isEqualTo(200);
            List<Socket> attackers = new ArrayList<>();
            try {
                for (int i = 0; i < 2 * DESCRIPTORS; i++) {
                    attackers.add(new Socket(
                            InetAddress.getLoopbackAddress(), server.address().getPort()));
                }
                await().atMost(LONG).until(() -> count(server, EXHAUSTED) == 1);
            } finally {
                for (Socket attacker : attackers) {
                    attacker.close();
                }
            }
            await().atMost(LONG).ignoreExceptions().until(() -> health(server) == 200);
            await().atMost(LONG).until(() -> count(server, RECOVERED) == 1);
            assertThat(count(server, " WARN ")).isEqualTo(1);
            assertThat(count(server, " ERROR ")).isZero();
            assertThat(server.stop()).isZero();
        }
    }
}
