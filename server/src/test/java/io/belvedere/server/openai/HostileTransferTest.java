package io.belvedere.server.openai;

import static io.belvedere.server.openai.ApiFixture.hello;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same good body, sent in every way that HTTP/1.1 has, and in some that it hasn't. */
class HostileTransferTest {
    private static final String BODY = hello("");

    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(new ScriptedBackend(ApiFixture.colosseum()));
    }

    @AfterEach
    void close() throws Exception {
        assertThat(api.post(BODY).statusCode()).as("the server lives on").isEqualTo(200);
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json; charset=utf-16",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "image/png",
                "",
                "nonsense; ; =",
            })
    void theBodyIsJsonWhateverItsTypeIsCalled(String type) throws Exception {
        assertThat(talk("Content-Type: " + type + "\r\n" + length(BODY), BODY)).startsWith("HTTP/1.1 200");
    }

    @Test
    void aBodyWithoutATypeIsJson() throws Exception {
        assertThat(talk(length(BODY), BODY)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void chunksOfAnySizeAreOneBody(int size) throws Exception {
        StringBuilder chunks = new StringBuilder();
        for (int from = 0; from < BODY.length(); from += size) {
            String chunk = BODY.substring(from, Math.min(BODY.length(), from + size));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append(";ext=1\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        assertThat(talk("Transfer-Encoding: chunked\r\n", chunks + "0\r\nX-Trailer: 1\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aClientMayAskFirst() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head("Expect: 100-continue\r\n" + length(BODY)));
            assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 100");
            socket.getOutputStream().write(BODY.getBytes(UTF_8));
            assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aPackedBodyIsUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(BODY.getBytes(UTF_8));
        }
        String bytes = packed.toString(ISO_8859_1);
        assertThat(talk("Content-Encoding: gzip\r\n" + length(bytes), bytes)).startsWith("HTTP/1.1 200");
        assertThat(talk("Content-Encoding: zstd\r\n" + length(bytes), bytes))
                .startsWith("HTTP/1.1 415")
                .contains("\"unsupported_content_encoding\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no length and no chunks   | X: y                                           | ''        | 400 | invalid_json
            length zero               | Content-Length: 0                              | ''        | 400 | invalid_json
            a length below zero       | Content-Length: -1                             | ''        | 400 | invalid_http
            a length that is a word   | Content-Length: many                           | ''        | 400 | invalid_http
            two lengths               | Content-Length: 3\\r\\nContent-Length: 4       | {}x       | 400 | invalid_http
            a length past 64 bits     | Content-Length: 99999999999999999999           | ''        | 400 | invalid_http
            """)
    void whatIsNoBodyIsRefused(String name, String headers, String body, int status, String code) throws Exception {
        assertThat(talk(unescaped(headers) + "\r\n", unescaped(body)))
                .as(name)
                .startsWith("HTTP/1.1 " + status)
                .contains("\"" + code + "\"");
    }

    @Test
    void aLengthPastTheLimitIsRefusedBeforeTheBodyComes() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head("Content-Length: 99999999999\r\n"));
            assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 413");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "-1\r\n", "5\r\nabcdefgh\r\n", "ffffffffffffffffff\r\n"})
    void chunksThatAreNoneAreToldSo(String chunks) throws Exception {
        assertThat(talk("Transfer-Encoding: chunked\r\n", chunks))
                .startsWith("HTTP/1.1 400")
                .contains("\"invalid_http\"");
    }

    @Test
    void aBodyThatIsCutOffIsNeverAnswered() throws Exception {
        ScriptedBackend backend = new ScriptedBackend(ApiFixture.colosseum());
        try (ApiFixture other = new ApiFixture(backend)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
                socket.getOutputStream().write(head("Content-Length: 1000\r\n"));
                socket.getOutputStream().write(BODY.getBytes(UTF_8));
            }
            assertThat(other.post(BODY).statusCode()).isEqualTo(200);
            assertThat(backend.requests()).isEqualTo(1);
        }
    }

    private static String length(String body) {
        return "Content-Length: " + body.length() + "\r\n";
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    private static byte[] head(String headers) {
        return ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n").getBytes(ISO_8859_1);
    }

    private Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** All that comes back until the server closes, which it is asked to. */
    private String talk(String headers, String body) throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head("Connection: close\r\n" + headers));
            socket.getOutputStream().write(body.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String readHead(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }
}
