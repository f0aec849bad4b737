package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.answer;
import static io.belvedere.server.http.DoorFixture.get;
import static io.belvedere.server.http.DoorFixture.header;
import static io.belvedere.server.http.DoorFixture.post;
import static io.belvedere.server.http.DoorFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDoorTest {
    private static final Limits SMALL = Limits.DEFAULTS
            .with(Limit.BODY_SIZE, 4 << 10)
            .with(Limit.HEADER_SIZE, 2 << 10)
            .with(Limit.SHUTDOWN_TIME, 5_000);
    private static final ExchangeHandler ECHO = exchange -> text(exchange, new String(exchange.body(), UTF_8));

    @Test
    void bodiesArriveWholeHoweverTheyAreSent() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL, post("/echo", ECHO))) {
            assertThat(door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\nhello");
            assertThat(door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"))
                    .endsWith("\r\n\r\nhello");
            String full = "x".repeat(4 << 10);
            assertThat(door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4096\r\n\r\n" + full))
                    .endsWith(full);
        }
    }

    @Test
    void expectContinueIsAnswered() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL, post("/echo", ECHO));
                Socket socket = door.connect()) {
            socket.getOutputStream()
                    .write(("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n" + "Expect: 100-continue\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 100");
            socket.getOutputStream().write("ok".getBytes(UTF_8));
            assertThat(answer(socket.getInputStream())).endsWith("\r\n\r\nok");
        }
    }

    @Test
    void routesByPathAndMethod() throws Exception {
        try (DoorFixture door = new DoorFixture(
                SMALL,
                get("/a", e -> text(e, "a")),
                post("/a", ECHO),
                get("/m/", e -> text(e, e.head().path())))) {
            assertThat(door.talk("GET /a?q=1 HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("\r\n\r\na");
            assertThat(door.talk("GET /m/org/model HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .endsWith("/m/org/model");
            assertThat(door.talk("GET /m/ HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404");
            assertThat(door.talk("GET /b HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 404")
                    .contains("GET /b");
            String wrong = door.talk("DELETE /a HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(wrong).startsWith("HTTP/1.1 405").contains("DELETE is not allowed on /a");
            assertThat(header(wrong, "allow")).isEqualTo("GET, HEAD, POST");
        }
    }

    @Test
    void headIsGetWithoutABody() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL, get("/a", e -> text(e, "the body")));
                Socket socket = door.connect()) {
            socket.getOutputStream()
                    .write("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            StringBuilder all = new StringBuilder();
            while (all.indexOf("unknown_url") < 0) {
                all.append((char) socket.getInputStream().read());
            }
            assertThat(all.toString()).startsWith("HTTP/1.1 200").doesNotContain("the body");
        }
    }

    @Test
    void everyAnswerNamesItsRequest() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL, get("/a", e -> text(e, e.requestId())))) {
            String one = door.talk("GET /a HTTP/1.1\r\nHost: x\r\nX-Client-Request-Id: mine-1\r\n\r\n");
            assertThat(header(one, "x-request-id")).matches("req_[0-9a-f]{32}");
            assertThat(one).endsWith(header(one, "x-request-id"));
            assertThat(header(one, "x-client-request-id")).isEqualTo("mine-1");
            assertThat(header(door.talk("GET /none HTTP/1.1\r\nHost: x\r\n\r\n"), "x-request-id"))
                    .startsWith("req_");
            assertThat(header(door.talk("nonsense\r\n\r\n"), "x-request-id")).startsWith("req_");
            String long513 =
                    door.talk("GET /a HTTP/1.1\r\nHost: x\r\nX-Client-Request-Id: " + "i".repeat(513) + "\r\n\r\n");
            assertThat(long513).startsWith("HTTP/1.1 400").contains("at most 512 characters; given 513");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aBodyOverTheLimitIsRefusedSoThatItsSenderSeesIt(boolean announced) throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL, post("/echo", ECHO))) {
            String body = "x".repeat((4 << 10) + 1);
            String head = announced
                    ? "Content-Length: " + body.length() + "\r\n\r\n" + body
                    : "Transfer-Encoding: chunked\r\n\r\n1001\r\n" + body + "\r\n0\r\n\r\n";
            String answer = door.talk("POST /echo HTTP/1.1\r\nHost: x\r\n" + head);
            assertThat(answer)
                    .startsWith("HTTP/1.1 413")
                    .contains("limited to 4 KiB")
                    .contains("request_too_large");
        }
    }

    @Test
    void aSenderWhoNeverStopsIsCutOff() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL, post("/echo", ECHO));
                Socket socket = door.connect()) {
            socket.getOutputStream()
                    .write("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
            byte[] chunk = ("400\r\n" + "x".repeat(1024) + "\r\n").getBytes(UTF_8);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            socket.getOutputStream().write(chunk);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aSlowBodyIsGivenUp() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL.with(Limit.BODY_TIME, 200), post("/echo", ECHO))) {
            String answer = door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
            assertThat(answer).startsWith("HTTP/1.1 408").contains("3 bytes came");
            assertThat(header(answer, "x-should-retry")).isEqualTo("false");
        }
    }

    @Test
    void bodiesShareOneMemoryAndGiveItBack() throws Exception {
        Semaphore proceed = new Semaphore(0);
        ExchangeHandler waiting = exchange -> {
            proceed.acquire();
            text(exchange, "done");
        };
        Limits limits = SMALL.with(Limit.BODY_MEMORY, 5 << 10);
        try (DoorFixture door = new DoorFixture(limits, post("/wait", waiting), post("/echo", ECHO));
                Socket holding = door.connect()) {
            String big = "Content-Length: 4000\r\n\r\n" + "x".repeat(4000);
            holding.getOutputStream().write(("POST /wait HTTP/1.1\r\nHost: x\r\n" + big).getBytes(UTF_8));
            await().until(() ->
                    door.talk("POST /echo HTTP/1.1\r\nHost: x\r\n" + big).startsWith("HTTP/1.1 503"));
            String refusal = door.talk("POST /echo HTTP/1.1\r\nHost: x\r\n" + big);
            assertThat(header(refusal, "retry-after")).isEqualTo("1");
            assertThat(header(refusal, "retry-after-ms")).isEqualTo("1000");
            try (Socket leaving = door.connect()) {
                leaving.getOutputStream()
                        .write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
                leaving.getOutputStream().write(new byte[900]);
            }
            proceed.release();
            assertThat(answer(holding.getInputStream())).endsWith("done");
            await().until(() ->
                    door.talk("POST /echo HTTP/1.1\r\nHost: x\r\n" + big).startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void bodiesThatMeanNothingAreNeitherAwaitedNorKept() throws Exception {
        Limits limits = SMALL.with(Limit.BODY_MEMORY, 5 << 10);
        Router.Route open = new Router.Route("GET", "/health", true, e -> text(e, "fine" + e.body().length));
        try (DoorFixture door = new DoorFixture(limits, open, post("/echo", ECHO));
                Socket unfinished = door.connect()) {
            unfinished
                    .getOutputStream()
                    .write(("GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n" + "x".repeat(3999))
                            .getBytes(UTF_8));
            assertThat(answer(unfinished.getInputStream())).endsWith("fine0");
            String big = "x".repeat(4000);
            assertThat(door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n" + big))
                    .endsWith(big);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /%1$s HTTP/1.1~Host: x~~        | 414
            GET / HTTP/1.1~Host: x~A: %1$s~~    | 431
            GET / HTTP/9.1.1~~                  | 400
            """)
    void unreadableHeadsAreRefused(String request, String status) throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL, get("/", e -> text(e, "root")))) {
            String raw = request.formatted("y".repeat(5_000)).replace("~", "\r\n");
            assertThat(door.talk(raw).lines().findFirst().orElse(""))
                    .startsWith("HTTP/1.")
                    .contains(" " + status + " ");
        }
    }

    @Test
    void lengthAndChunksTogetherAreRefused() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL, post("/echo", ECHO))) {
            assertThat(door.talk(
                            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "0\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void guardsAreAskedBeforeRoutesAndBodies() throws Exception {
        Guard closed = (head, client) -> head.header("Authorization").isPresent()
                ? new Admission.Admitted(client)
                : new Admission.Refused(new Refusal(401, "no_key", "no key"));
        Router.Route open = new Router.Route("GET", "/health", true, e -> text(e, "fine"));
        try (DoorFixture door = new DoorFixture(SMALL, closed, open, post("/echo", ECHO))) {
            assertThat(door.talk("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("fine");
            assertThat(door.talk("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 401");
            assertThat(door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"))
                    .startsWith("HTTP/1.1 401");
            assertThat(door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nauthorization: k\r\nContent-Length: 2\r\n\r\nhi"))
                    .endsWith("hi");
        }
    }

    @Test
    void aHandlersFaultIsA500WithoutDetails() throws Exception {
        ExchangeHandler broken = e -> {
            throw new IllegalStateException("secret detail");
        };
        try (DoorFixture door = new DoorFixture(SMALL, get("/broken", broken), get("/silent", e -> {}))) {
            String answer = door.talk("GET /broken HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 500")
                    .contains("internal_error")
                    .doesNotContain("secret");
            assertThat(header(answer, "x-should-retry")).isEqualTo("false");
            assertThat(door.talk("GET /silent HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 500");
        }
    }

    @Test
    void aClientWhoLeavesInterruptsItsHandlerThoughNothingIsWritten() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ExchangeHandler waiting = exchange -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        try (DoorFixture door = new DoorFixture(SMALL, get("/wait", waiting))) {
            try (Socket socket = door.connect()) {
                socket.getOutputStream().write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
                assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClientWhoStopsReadingIsGivenUp() throws Exception {
        AtomicReference<Throwable> ended = new AtomicReference<>();
        ExchangeHandler flood = exchange -> {
            exchange.begin(200, "text/plain");
            try {
                for (int i = 0; i < 10_000; i++) {
                    exchange.write(new byte[64 << 10]);
                }
            } catch (IOException e) {
                ended.set(e);
                throw e;
            }
        };
        try (DoorFixture door = new DoorFixture(SMALL.with(Limit.WRITE_TIME, 300), get("/flood", flood));
                Socket socket = door.connect()) {
            socket.getOutputStream().write("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            await().untilAsserted(() -> assertThat(ended.get()).isInstanceOf(ClientGoneException.class));
        }
    }

    @Test
    void idleConnectionsAreClosedAndWorkingOnesAreNot() throws Exception {
        ExchangeHandler late = exchange -> {
            Thread.sleep(600);
            text(exchange, "late");
        };
        try (DoorFixture door = new DoorFixture(SMALL.with(Limit.IDLE_TIME, 150), get("/late", late));
                Socket idle = door.connect();
                Socket half = door.connect()) {
            half.getOutputStream().write("GET /late HT".getBytes(UTF_8));
            assertThat(door.talk("GET /late HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("late");
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            assertThat(half.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "'Connection: keep-alive\r\n'"})
    void anOldClientGetsAStreamThatEndsWithTheConnection(String header) throws Exception {
        ExchangeHandler pieces = exchange -> {
            exchange.begin(200, "text/plain");
            exchange.write("one ".getBytes(UTF_8));
            exchange.end("two".getBytes(UTF_8));
        };
        try (DoorFixture door = new DoorFixture(SMALL, get("/pieces", pieces));
                Socket socket = door.connect()) {
            socket.getOutputStream().write(("GET /pieces HTTP/1.0\r\n" + header + "\r\n").getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.0 200")
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .endsWith("\r\n\r\none two");
        }
    }

    @Test
    void closingLetsRunningRequestsFinishAndTakesNoNewOnes() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        ExchangeHandler slow = exchange -> {
            exchange.begin(200, "text/plain");
            running.countDown();
            proceed.await();
            exchange.write("nearly ".getBytes(UTF_8));
            exchange.end("finished".getBytes(UTF_8));
        };
        try (DoorFixture door = new DoorFixture(SMALL, get("/slow", slow));
                Socket socket = door.connect()) {
            socket.getOutputStream().write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.startVirtualThread(door.door()::close);
            await().untilAsserted(() -> assertThatThrownBy(() -> {
                        String refused = door.talk("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
                        if (refused.isEmpty() || refused.startsWith("HTTP/1.1 503")) {
                            throw new IOException("refused");
                        }
                    })
                    .isInstanceOf(IOException.class));
            proceed.countDown();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("finished");
            closing.join();
        }
    }

    @Test
    void whatOutlivesTheGraceIsInterrupted() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch running = new CountDownLatch(1);
        ExchangeHandler endless = exchange -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        };
        try (DoorFixture door = new DoorFixture(SMALL.with(Limit.SHUTDOWN_TIME, 100), get("/endless", endless));
                Socket socket = door.connect()) {
            socket.getOutputStream().write("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            door.door().close();
            assertThat(interrupted).isTrue();
        }
    }

    @Test
    void aTakenPortIsAClearError() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL);
                Socket socket = door.connect()) {
            assertThatThrownBy(() -> door.door().open("127.0.0.1", socket.getPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + socket.getPort());
        }
    }
}
