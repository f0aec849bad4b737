package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.answer;
import static io.belvedere.server.http.DoorFixture.header;
import static io.belvedere.server.http.DoorFixture.post;
import static io.belvedere.server.http.DoorFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that ask before they send a body. */
class ExpectationTest {
    private DoorFixture door;

    @BeforeEach
    void open() throws Exception {
        Guard guard = (head, client) -> head.path().equals("/locked")
                ? new Admission.Refused(new Refusal(401, "no_key", "no key"))
                : new Admission.Admitted(client);
        door = new DoorFixture(
                Limits.DEFAULTS.with(Limit.BODY_SIZE, 4 << 10),
                guard,
                post("/echo", e -> text(e, new String(e.body(), UTF_8))),
                post("/locked", e -> text(e, "in")));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static byte[] head(String path, String headers) {
        return ("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n").getBytes(UTF_8);
    }

    @Test
    void whoIsWantedIsToldToGoOn() throws Exception {
        try (Socket socket = door.connect()) {
            socket.getOutputStream().write(head("/echo", "Content-Length: 2\r\nExpect: 100-Continue"));
            assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 100");
            socket.getOutputStream().write("ok".getBytes(UTF_8));
            assertThat(answer(socket.getInputStream()))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("ok");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /none   | Content-Length: 2                              | 404
            /locked | Content-Length: 2                              | 401
            /echo   | Content-Length: 5000                           | 413
            /echo   | Content-Length: 2~Content-Encoding: br         | 415
            /echo   | Content-Length: 2~X-Client-Request-Id: a b     | 400
            """)
    void othersGetTheirStatusAtOnce(String path, String headers, int status) throws Exception {
        try (Socket socket = door.connect()) {
            socket.getOutputStream().write(head(path, "Expect: 100-continue\r\n" + headers.replace("~", "\r\n")));
            String refused = answer(socket.getInputStream());
            assertThat(refused).startsWith("HTTP/1.1 " + status);
            assertThat(header(refused, "connection")).isEqualTo("close");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void anotherExpectationIsNotMet() throws Exception {
        assertThat(door.talk(head("/echo", "Content-Length: 2\r\nExpect: a-miracle")))
                .startsWith("HTTP/1.1 417");
    }
}
