package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.get;
import static io.belvedere.server.http.DoorFixture.post;
import static io.belvedere.server.http.DoorFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.server.settings.Limits;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in HTTP/1 by hand, right ones and wrong ones. */
class Http1RulesTest {
    private final AtomicInteger handled = new AtomicInteger();
    private DoorFixture door;

    @BeforeEach
    void open() throws Exception {
        door = new DoorFixture(
                Limits.DEFAULTS,
                get("/a", exchange -> {
                    handled.incrementAndGet();
                    text(exchange, "a");
                }),
                post("/echo", exchange -> {
                    handled.incrementAndGet();
                    text(exchange, new String(exchange.body(), UTF_8));
                }));
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** All that comes until the server closes. */
    private String all(String request) throws Exception {
        try (Socket socket = door.connect()) {
            socket.getOutputStream().write(request.replace("~", "\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /a HTTP/1.1~Host: x~~                                                                  | 200
            GET /a HTTP/1.1~Host: [::1]:80~~                                                           | 200
            GET /a HTTP/1.1~Host: some-name.example:8080~~                                             | 200
            GET /a HTTP/1.1~Host:~~                                                                    | 200
            GET /a HTTP/1.0~~                                                                          | 200
            GET /a HTTP/1.2~Host: x~~                                                                  | 200
            GET /a HTTP/1.9~Host: x~~                                                                  | 200
            POST /echo HTTP/1.1~Host: x~Transfer-Encoding: Chunked~~2~hi~0~~                           | 200
            POST /echo HTTP/1.9~Host: x~Content-Length: 2~~hi                                          | 200
            """)
    void whatTheRulesAllowIsAnswered(String request, int status) throws Exception {
        String answer = door.talk(request.replace("~", "\r\n"));
        assertThat(answer).startsWith("HTTP/1." + (request.contains("HTTP/1.0") ? 0 : 1) + " " + status);
        assertThat(handled).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /a HTTP/1.1~~                                                           | 400 | no Host header
            GET /a HTTP/1.9~~                                                           | 400 | no Host header
            GET /a HTTP/1.1~Host: x~Host: x~~                                           | 400 | 2 Host headers
            GET /a HTTP/1.1~Host: x~Host: y~~                                           | 400 | 2 Host headers
            GET /a HTTP/1.0~Host: x~Host: y~~                                           | 400 | 2 Host headers
            GET /a HTTP/1.1~Host: user@x~~                                              | 400 | no name or address
            GET /a HTTP/1.1~Host: user:word@x~~                                         | 400 | no name or address
            GET /a HTTP/1.1~Host: x/y~~                                                 | 400 | no name or address
            GET /a HTTP/1.1~Host: x?y~~                                                 | 400 | no name or address
            GET /a HTTP/1.1~Host: x:y~~                                                 | 400 | no name or address
            GET /a HTTP/1.1~Host: x y~~                                                 | 400 | no name or address
            GET /a HTTP/1.1~Host: x, y~~                                                | 400 | no name or address
            GET /a HTTP/2.0~Host: x~~                                                   | 505 | This port speaks HTTP/1.1
            GET /a HTTP/0.9~Host: x~~                                                   | 505 | This port speaks HTTP/1.1
            GET /a HTTP/3.1~Host: x~~                                                   | 505 | This port speaks HTTP/1.1
            POST /echo HTTP/1.1~Host: x~Transfer-Encoding: gzip, chunked~~2~hi~0~~      | 501 | alone and once
            POST /echo HTTP/1.1~Host: x~Transfer-Encoding: gzip~Transfer-Encoding: chunked~~2~hi~0~~ | 501 | alone and once
            POST /echo HTTP/1.1~Host: x~Transfer-Encoding: identity, chunked~~2~hi~0~~  | 501 | alone and once
            POST /echo HTTP/1.1~Host: x~Transfer-Encoding: gzip~~hi                     | 400 | not valid HTTP/1.1
            POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked, gzip~~hi            | 400 | not valid HTTP/1.1
            POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked, chunked~~0~~        | 400 | not valid HTTP/1.1
            POST /echo HTTP/1.1~Host: x~Transfer-Encoding: xchunked~~0~~                | 400 | not valid HTTP/1.1
            POST /echo HTTP/1.1~Host: x~Transfer-Encoding:~~0~~                         | 400 | not valid HTTP/1.1
            POST /echo HTTP/1.0~Host: x~Transfer-Encoding: chunked~~2~hi~0~~            | 400 | not valid HTTP/1.1
            """)
    void whatTheyForbidIsRefusedAndTheConnectionEnds(String request, int status, String message) throws Exception {
        String answer = all(request + "GET /a HTTP/1.1~Host: x~~");
        assertThat(answer)
                .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                .contains(message)
                .containsOnlyOnce("x-request-id");
        assertThat(handled).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz~", "-1~", "5~abcdefgh~", "2~hi~xyz~", "ffffffffffffffffff~", "0~bad trailer~~"})
    void brokenChunksAreToldSo(String chunks) throws Exception {
        String answer =
                all("POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~" + chunks + "GET /a HTTP/1.1~Host: x~~");
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("invalid_http", "not in valid chunks")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(handled).hasValue(0);
    }

    @Test
    void brokenChunksAfterTheRefusalOfABodyAddNothing() throws Exception {
        String answer = all("POST /none HTTP/1.1~Host: x~Transfer-Encoding: chunked~~zz~");
        assertThat(answer).startsWith("HTTP/1.1 404").containsOnlyOnce("HTTP/1.1");
    }
}
