package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.get;
import static io.belvedere.server.http.DoorFixture.post;
import static io.belvedere.server.http.DoorFixture.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What connections and requests make the door hold, and where that ends. */
class CrowdedDoorTest {
    private static final Limits SMALL = Limits.DEFAULTS
            .with(Limit.BODY_SIZE, 4 << 10)
            .with(Limit.HEADER_SIZE, 2 << 10)
            .with(Limit.SHUTDOWN_TIME, 1_000);
    private static final Router.Route A = get("/a", exchange -> text(exchange, "a"));
    private static final Router.Route ECHO =
            post("/echo", exchange -> text(exchange, new String(exchange.body(), UTF_8)));
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String BEGUN = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\n{";

    private static Socket send(DoorFixture door, String text) throws IOException {
        Socket socket = door.connect();
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return socket;
    }

    /** Throws if that takes longer than the socket waits. */
    private static void assertClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTIONS", "CONNECTIONS_PER_ADDRESS"})
    void oneConnectionTooManyTakesThePlaceOfTheOneThatIsIdleForLongest(Limit limit) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        Router.Route slow = get("/slow", exchange -> {
            running.countDown();
            proceed.await();
            text(exchange, "slow");
        });
        try (DoorFixture door = new DoorFixture(SMALL.with(limit, 4), A, slow);
                Socket answered = send(door, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")) {
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            try (Socket first = answered(door);
                    Socket second = answered(door);
                    Socket third = answered(door)) {
                second.getOutputStream().write(GET.getBytes(US_ASCII));
                assertThat(DoorFixture.answer(second.getInputStream())).endsWith("\r\n\r\na");
                assertThat(door.talk(GET)).endsWith("\r\n\r\na"); // first goes
                assertClosed(first);
                third.getOutputStream().write(GET.getBytes(US_ASCII));
                assertThat(DoorFixture.answer(third.getInputStream())).endsWith("\r\n\r\na");
            }
            proceed.countDown();
            assertThat(DoorFixture.answer(answered.getInputStream())).endsWith("slow");
        }
    }

    /** A connection that is idle from now on. */
    private static Socket answered(DoorFixture door) throws Exception {
        Socket socket = send(door, GET);
        assertThat(DoorFixture.answer(socket.getInputStream())).endsWith("\r\n\r\na");
        return socket;
    }

    @Test
    void aConnectionThatIsAnsweredMakesNoRoom() throws Exception {
        CountDownLatch running = new CountDownLatch(4);
        CountDownLatch proceed = new CountDownLatch(1);
        Router.Route slow = get("/slow", exchange -> {
            running.countDown();
            proceed.await();
            text(exchange, "slow");
        });
        String ask = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
        try (DoorFixture door = new DoorFixture(SMALL.with(Limit.CONNECTIONS, 4), slow);
                Socket one = send(door, ask);
                Socket two = send(door, ask);
                Socket three = send(door, ask);
                Socket four = send(door, ask)) {
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            try (Socket five = door.connect()) {
                assertClosed(five);
            }
            proceed.countDown();
            for (Socket socket : new Socket[] {one, two, three, four}) {
                assertThat(DoorFixture.answer(socket.getInputStream())).endsWith("slow");
            }
        }
    }

    @Test
    void requestsThatAreReceivedCountLikeThoseThatAreAnswered() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL.with(Limit.REQUESTS, 1), ECHO, A)) {
            try (Socket begun = send(door, BEGUN)) {
                await().until(() -> door.talk(GET).startsWith("HTTP/1.1 503 "));
                assertThat(door.talk(GET)).contains("receives or answers 1 requests, its limit");
                assertThat(begun.isClosed()).isFalse();
            }
            await().until(() -> door.talk(GET).startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void openRoutesAnswerThoughNobodyTakesTheirAnswers() throws Exception {
        Router.Route health = new Router.Route("GET", "/a", true, exchange -> text(exchange, "x".repeat(100)));
        try (DoorFixture door = DoorFixture.secure(SMALL.with(Limit.REQUESTS, 3), health);
                SSLSocket untaking =
                        TestTls.http2Socket(door.address("https", "/").getPort());
                SSLSocket taking =
                        TestTls.http2Socket(door.address("https", "/").getPort())) {
            untaking.getOutputStream().write(RawHttp2.opening());
            untaking.getOutputStream().write(RawHttp2.window(1));
            taking.getOutputStream().write(RawHttp2.opening());
            for (int i = 0; i < 20; i++) {
                untaking.getOutputStream().write(RawHttp2.get(1 + 2 * i, "a", "b"));
                assertThat(RawHttp2.answer(untaking.getInputStream(), 1 + 2 * i))
                        .isEqualTo("200"); // its head
                taking.getOutputStream().write(RawHttp2.get(1 + 2 * i, "a", "b"));
                assertThat(RawHttp2.answer(taking.getInputStream(), 1 + 2 * i)).isEqualTo("200");
            }
        }
    }

    @Test
    void whoAsksMuchOfOpenRoutesLosesNobodysAnswersButTheirOwn() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        Router.Route slow = new Router.Route("GET", "/slow", true, exchange -> {
            running.countDown();
            proceed.await();
            text(exchange, "slow");
        });
        Router.Route health = new Router.Route("GET", "/a", true, exchange -> text(exchange, "x".repeat(100)));
        try (DoorFixture door = DoorFixture.secure(SMALL.with(Limit.REQUESTS, 3), slow, health);
                HttpClient honest = TestTls.client(HttpClient.Version.HTTP_1_1);
                SSLSocket untaking =
                        TestTls.http2Socket(door.address("https", "/").getPort())) {
            HttpRequest ask =
                    HttpRequest.newBuilder(door.address("https", "/slow")).build();
            CompletableFuture<HttpResponse<String>> answer =
                    honest.sendAsync(ask, HttpResponse.BodyHandlers.ofString());
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            untaking.getOutputStream().write(RawHttp2.opening());
            untaking.getOutputStream().write(RawHttp2.window(1));
            for (int i = 0; i < 20; i++) {
                untaking.getOutputStream().write(RawHttp2.get(1 + 2 * i, "a", "b"));
                assertThat(RawHttp2.answer(untaking.getInputStream(), 1 + 2 * i))
                        .isEqualTo("200"); // its head
            }
            proceed.countDown();
            assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("slow");
        }
    }

    @Test
    void aClientThatNeverConfirmsTheLimitOfStreamsIsHeldToIt() throws Exception {
        try (DoorFixture door = DoorFixture.secure(SMALL.with(Limit.STREAMS, 3), ECHO);
                SSLSocket raw = TestTls.http2Socket(door.address("https", "/").getPort())) {
            raw.getOutputStream().write(RawHttp2.opening());
            for (int i = 0; i < 4; i++) {
                raw.getOutputStream().write(RawHttp2.begunPost(1 + 2 * i, "/echo", 60));
            }
            assertThat(RawHttp2.answer(raw.getInputStream(), 7)).isEqualTo("reset: 7");
        }
    }

    @Test
    void anAnsweredRequestThatItsClientNeverEndsIsReset() throws Exception {
        try (DoorFixture door = DoorFixture.secure(SMALL.with(Limit.STREAMS, 3), A);
                SSLSocket raw = TestTls.http2Socket(door.address("https", "/").getPort())) {
            raw.getOutputStream().write(RawHttp2.opening());
            raw.getOutputStream().write(RawHttp2.begunGet(1, "/a"));
            assertThat(RawHttp2.answer(raw.getInputStream(), 1)).isEqualTo("200");
            assertThat(RawHttp2.answer(raw.getInputStream(), 1)).isEqualTo("reset: 0"); // no error
        }
    }

    @Test
    void aHeadOfManyShortLinesIsRefusedThoughItIsNotLong() throws Exception {
        String lines = "a:b\r\n".repeat(300); // 1,500 bytes
        try (DoorFixture door = new DoorFixture(SMALL, A)) {
            assertThat(door.talk("GET /a HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n"))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(door.talk("GET /a HTTP/1.1\r\nHost: x\r\n" + lines)).startsWith("HTTP/1.1 431 ");
            assertThat(door.talk("GET /a HTTP/1.1\r\nHost: x\r\n" + "a:b\r\n".repeat(60) + "\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aBodyMayHaveAsManyLinesAsItLikes() throws Exception {
        String body = "\n".repeat(4 << 10);
        try (DoorFixture door = new DoorFixture(SMALL, ECHO)) {
            assertThat(door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4096\r\n\r\n" + body))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "1\r\n\n\r\n".repeat(4 << 10) + "0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(door.talk("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                            + "a:b\r\n".repeat(400)))
                    .doesNotStartWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void moreRequestsInOneGoThanAClientHasUseForCloseTheConnection() throws Exception {
        try (DoorFixture door = new DoorFixture(SMALL, A)) {
            try (Socket many = send(door, GET.repeat(300))) {
                assertClosed(many);
            }
            try (Socket some = send(door, GET.repeat(10))) {
                for (int i = 0; i < 10; i++) {
                    assertThat(DoorFixture.answer(some.getInputStream())).startsWith("HTTP/1.1 200 ");
                }
            }
        }
    }

    @Test
    void aClientThatAsksAndNeverReadsIsNotReadFromAndThenClosed() throws Exception {
        byte[] pings = new byte[17 * 1000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(RawHttp2.ping(), 0, pings, 17 * i, 17);
        }
        try (DoorFixture door = DoorFixture.secure(SMALL.with(Limit.WRITE_TIME, 500), A);
                SSLSocket raw = TestTls.http2Socket(door.address("https", "/").getPort())) {
            raw.getOutputStream().write(RawHttp2.opening());
            IOException end = null;
            while (end == null) {
                try {
                    raw.getOutputStream().write(pings);
                } catch (IOException e) {
                    end = e;
                }
            }
            assertThat(end).hasMessageMatching("(?i).*(reset|broken pipe|closed|abort).*");
        }
    }

    @Test
    void aHandshakeThatIsNotGoneThroughWithIsGivenUp() throws Exception {
        try (DoorFixture door = DoorFixture.secure(SMALL.with(Limit.HANDSHAKE_TIME, 200), A);
                Socket silent = door.connect();
                Socket begun = door.connect()) {
            begun.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1}); // of a ClientHello
            assertClosed(silent);
            assertClosed(begun);
        }
    }

    @Test
    void aBodyTakesFromTheBudgetWhatItHolds() {
        ByteBudget budget = new ByteBudget(1_000);
        BodyBuffer announced = new BodyBuffer(60_000, 100_000, budget);
        assertThat(budget.taken()).isZero();
        assertThat(announced.add(Buffer.buffer("{"))).isTrue();
        assertThat(budget.taken()).isEqualTo(1);
        assertThat(announced.add(Buffer.buffer(new byte[299]))).isTrue();
        assertThat(announced.add(Buffer.buffer(new byte[1]))).isTrue();
        assertThat(budget.taken()).isEqualTo(600); // room for more
        assertThat(announced.add(Buffer.buffer(new byte[300]))).isFalse(); // 1,200 and, while it moves, 600
        assertThat(budget.taken()).isEqualTo(600);
        assertThat(announced.toBytes()).hasSize(301);
        assertThat(budget.taken()).isEqualTo(301);
        announced.drop();
        assertThat(budget.taken()).isEqualTo(301); // the taker's now
        BodyBuffer all = new BodyBuffer(400, 100_000, budget);
        assertThat(all.add(Buffer.buffer(new byte[49]))).isTrue();
        assertThat(budget.taken()).isEqualTo(301 + 49);
        assertThat(all.add(Buffer.buffer(new byte[1]))).isTrue(); // an eighth: room for all, if there is
        assertThat(budget.taken()).isEqualTo(301 + 400);
        all.drop();
        assertThat(new BodyBuffer(-1, 10, budget).add(Buffer.buffer(new byte[11])))
                .isFalse();
    }

    @Test
    void networksOfIpv6CountAsOneClient() throws Exception {
        assertThat(network("2001:db8::1"))
                .isEqualTo(network("2001:db8::ffff:1"))
                .isNotEqualTo(network("2001:db8:0:1::1"));
        assertThat(network("127.0.0.1")).isNotEqualTo(network("127.0.0.2"));
    }

    private static String network(String address) throws Exception {
        return ClientNetwork.of(new InetSocketAddress(InetAddress.getByName(address), 1));
    }
}
