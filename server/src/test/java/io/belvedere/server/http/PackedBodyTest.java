package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.answer;
import static io.belvedere.server.http.DoorFixture.header;
import static io.belvedere.server.http.DoorFixture.post;
import static io.belvedere.server.http.DoorFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies with a Content-Encoding. */
class PackedBodyTest {
    private static final int MOST = 256 << 10;
    private static final String BODY = "{\"hello\": \"\u00e4\"} ".repeat(1_000);

    private final Semaphore proceed = new Semaphore(0);
    private DoorFixture door;

    @BeforeEach
    void open() throws Exception {
        door = new DoorFixture(
                Limits.DEFAULTS.with(Limit.BODY_SIZE, MOST).with(Limit.BODY_MEMORY, MOST + (MOST >> 1)),
                post("/echo", e -> e.send(200, "text/plain", e.body())),
                post("/wait", e -> {
                    int bytes = e.body().length;
                    proceed.acquire();
                    text(e, "had " + bytes);
                }));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] deflate(byte[] bytes, boolean bare) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9, bare))) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    private static byte[] request(String path, String encoding, byte[] body) {
        String head = "POST %s HTTP/1.1\r\nHost: x\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, encoding, body.length);
        return joined(head.getBytes(UTF_8), body);
    }

    private String echo(String encoding, byte[] body) throws IOException {
        return door.talk(request("/echo", encoding, body));
    }

    @Test
    void theyAreUnpacked() throws Exception {
        byte[] plain = BODY.getBytes(UTF_8);
        assertThat(echo("gzip", gzip(plain))).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n" + BODY);
        assertThat(echo("X-GZip", gzip(plain))).endsWith("\r\n\r\n" + BODY);
        assertThat(echo("identity, gzip", gzip(plain))).endsWith("\r\n\r\n" + BODY);
        assertThat(echo("gzip", joined(gzip(plain), gzip(plain)))).endsWith("\r\n\r\n" + BODY + BODY);
        assertThat(echo("deflate", deflate(plain, false))).endsWith("\r\n\r\n" + BODY);
        assertThat(echo("deflate", deflate(plain, true))).endsWith("\r\n\r\n" + BODY);
        assertThat(echo("identity", plain)).endsWith("\r\n\r\n" + BODY);
        assertThat(echo("gzip", gzip(new byte[0]))).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "br", "compress", "gzip, gzip", "gzip, br"})
    void othersAreRefusedByName(String encoding) throws Exception {
        String refused = echo(encoding, new byte[10]);
        assertThat(refused).startsWith("HTTP/1.1 415").contains("The Content-Encoding '" + encoding + "' is not read");
        assertThat(header(refused, "accept-encoding")).isEqualTo("gzip, deflate");
    }

    @Test
    void theirSizeIsThatOfTheUnpackedBody() throws Exception {
        assertThat(echo("gzip", gzip(new byte[MOST]))).startsWith("HTTP/1.1 200");
        for (byte[] bomb : new byte[][] {
            gzip(new byte[MOST + 1]), gzip(new byte[200 * MOST]), joined(gzip(new byte[MOST]), gzip(new byte[1]))
        }) {
            assertThat(bomb).hasSizeLessThan(MOST);
            assertThat(echo("gzip", bomb))
                    .startsWith("HTTP/1.1 413")
                    .contains("limited to 256 KiB; this one has more than that when it is unpacked");
        }
        assertThat(echo("deflate", deflate(new byte[MOST + 1], true))).startsWith("HTTP/1.1 413");
    }

    @Test
    void theyTakeTheCommonMemoryUnpackedAndGiveItBack() throws Exception {
        byte[] full = gzip(new byte[MOST]);
        try (Socket holding = door.connect()) {
            holding.getOutputStream().write(request("/wait", "gzip", full));
            await().untilAsserted(() -> assertThat(echo("gzip", full)).startsWith("HTTP/1.1 503"));
            proceed.release();
            assertThat(answer(holding.getInputStream())).endsWith("had " + MOST);
        }
        for (int i = 0; i < 20; i++) {
            await().untilAsserted(() -> assertThat(echo("gzip", full)).startsWith("HTTP/1.1 200"));
            assertThat(echo("gzip", gzip(new byte[2 * MOST]))).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void damagedOnesAreToldSo() throws Exception {
        byte[] packed = gzip(BODY.getBytes(UTF_8));
        byte[] wrongSum = packed.clone();
        wrongSum[packed.length - 6] ^= 1;
        byte[] cut = Arrays.copyOf(packed, packed.length - 20);
        for (byte[] damaged : new byte[][] {wrongSum, cut, BODY.getBytes(UTF_8), new byte[0]}) {
            assertThat(echo("gzip", damaged))
                    .startsWith("HTTP/1.1 400")
                    .contains("invalid_content_encoding", "is not valid gzip");
        }
        assertThat(echo("deflate", BODY.getBytes(UTF_8))).startsWith("HTTP/1.1 400");
        assertThat(echo("deflate", new byte[0])).startsWith("HTTP/1.1 400");
    }
}
