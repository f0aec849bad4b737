package io.belvedere.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.server.http.RawHttp2;
import io.belvedere.server.http.TestTls;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server process over HTTP/2 whose clients cancel their streams; none of it is worth a warning. */
@Timeout(120)
class CancelledStreamsProcessTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final int LEAVING = 12;

    @Test
    void streamsThatAreCancelledHaveAQuietLineEach() throws Exception {
        byte[] endless = AttackedProcessTest.ENDLESS.formatted(true).getBytes(UTF_8);
        byte[] four = AttackedProcessTest.ENDLESS
                .formatted(false)
                .replace("4000", "4")
                .getBytes(UTF_8);
        try (ServerProcess server = ServerProcess.withTinyModel(
                        Map.of(),
                        "--tls-certificate",
                        TestTls.file("ec.pem").toString(),
                        "--tls-key",
                        TestTls.file("ec-key.pem").toString());
                Socket client = TestTls.http2Socket(server.address().getPort())) {
            client.getOutputStream().write(RawHttp2.opening());
            int stream = 1;
            for (int i = 0; i < LEAVING; i++) {
                client.getOutputStream().write(RawHttp2.begunPost(stream, CHAT, 60));
                client.getOutputStream().write(RawHttp2.cancelled(stream));
                stream += 2;
                client.getOutputStream().write(RawHttp2.post(stream, CHAT, endless));
                assertThat(RawHttp2.answer(client.getInputStream(), stream)).isEqualTo("200");
                client.getOutputStream().write(RawHttp2.cancelled(stream));
                stream += 2;
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.log().stream()
                                    .filter(line -> line.contains("ended early, the client"))
                                    .count()
                            == LEAVING);
            client.getOutputStream().write(RawHttp2.post(stream, CHAT, four));
            assertThat(RawHttp2.answer(client.getInputStream(), stream)).isEqualTo("200");
            server.assertQuiet();
            assertThat(server.stop()).isZero();
        }
    }
}
