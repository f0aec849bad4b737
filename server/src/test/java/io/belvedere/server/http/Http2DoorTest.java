package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.get;
import static io.belvedere.server.http.DoorFixture.post;
import static io.belvedere.server.http.DoorFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door over TLS. Two clients of other make: the JDK's, and Vert.x's where a stream is to be broken off. */
class Http2DoorTest {
    private static final Limits SMALL = Limits.DEFAULTS
            .with(Limit.BODY_SIZE, 4 << 10)
            .with(Limit.HEADER_SIZE, 2 << 10)
            .with(Limit.SHUTDOWN_TIME, 5_000);
    private static final ExchangeHandler ECHO = exchange -> text(exchange, new String(exchange.body(), UTF_8));
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClientAgent BREAKING = VERTX.createHttpClient(new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setSsl(true)
            .setUseAlpn(true)
            .setTrustOptions(
                    new PemTrustOptions().addCertPath(TestTls.file("ec.pem").toString())));

    @AfterAll
    static void close() {
        VERTX.close();
    }

    /** Waits until it is interrupted, and tells both. */
    private static final class Waiting implements ExchangeHandler {
        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public void handle(Exchange exchange) throws InterruptedException {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(DoorFixture door, String path) {
        return HttpRequest.newBuilder(door.address("https", path));
    }

    private static HttpRequest.Builder echo(DoorFixture door, String body) {
        return to(door, "/echo").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** To be broken off or gone on with; on the one connection that its client has to the door. */
    private static HttpClientRequest begin(DoorFixture door, HttpMethod method, String path) throws Exception {
        return wait(BREAKING.request(method, door.address("https", "/").getPort(), "localhost", path));
    }

    private static <T> T wait(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void clientsGetTheVersionThatTheyPrefer(HttpClient.Version version) throws Exception {
        ExchangeHandler pieces = exchange -> {
            exchange.begin(200, "text/plain");
            exchange.write("one ".getBytes(UTF_8));
            exchange.end("two".getBytes(UTF_8));
        };
        try (DoorFixture door =
                        DoorFixture.secure(SMALL, post("/echo", ECHO), get("/pieces", pieces), get("/whole", ECHO));
                HttpClient client = TestTls.client(version)) {
            HttpResponse<String> echoed = send(client, echo(door, "x".repeat(4 << 10)));
            assertThat(echoed.version()).isEqualTo(version);
            assertThat(echoed.body()).hasSize(4 << 10);
            assertThat(echoed.headers().firstValue("x-request-id")).isPresent();
            assertThat(send(client, to(door, "/pieces")).body()).isEqualTo("one two");
            assertThat(send(client, to(door, "/pieces").HEAD()).body()).isEmpty();
            assertThat(send(client, to(door, "/whole").HEAD()).body()).isEmpty();
            assertThat(send(client, to(door, "/none")).statusCode()).isEqualTo(404);
            assertThat(send(client, to(door, "/echo")).headers().firstValue("allow"))
                    .contains("POST");
        }
    }

    @Test
    void guardsSeeTheHostOfBothVersions() throws Exception {
        Guard local = (head, client) -> head.header("Host").orElse("none").startsWith("localhost:")
                ? new Admission.Admitted(client)
                : new Admission.Refused(new Refusal(403, "not_local", "no"));
        DoorOptions options = new DoorOptions(TestTls.identity(), CrossOrigins.NONE);
        try (DoorFixture door = new DoorFixture(SMALL, options, local, get("/a", e -> text(e, "a")))) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                try (HttpClient client = TestTls.client(version)) {
                    assertThat(send(client, to(door, "/a")).statusCode()).isEqualTo(200);
                }
            }
            HttpClientRequest foreign = begin(door, HttpMethod.GET, "/a");
            foreign.authority(HostAndPort.create("evil.example", 443));
            assertThat(wait(foreign.send()).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void oneRequestHasOneHost() throws Exception {
        try (DoorFixture door = DoorFixture.secure(SMALL, get("/a", e -> text(e, "a")))) {
            HttpClientRequest other = begin(door, HttpMethod.GET, "/a");
            other.putHeader("host", "other.example");
            HttpClientRequest user = begin(door, HttpMethod.GET, "/a");
            user.authority(HostAndPort.create("user@localhost", 443));
            for (HttpClientRequest refused : List.of(other, user)) {
                assertThat(outcome(refused)).isIn("400", "Stream reset: 1");
            }
            assertThat(outcome(begin(door, HttpMethod.GET, "/a"))).isEqualTo("200");
        }
    }

    /** The status, or how the stream was broken off. */
    private static String outcome(HttpClientRequest request) throws Exception {
        try {
            return Integer.toString(wait(request.send()).statusCode());
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    @Test
    void manyRequestsShareAConnectionAndNoneIsTakenForAClientThatLeft() throws Exception {
        AtomicReference<Throwable> after = new AtomicReference<>();
        CountDownLatch over = new CountDownLatch(81);
        ExchangeHandler handler = exchange -> {
            text(exchange, new String(exchange.body(), UTF_8));
            try {
                Thread.sleep(20); // what a handler does after its answer goes undisturbed
            } catch (InterruptedException e) {
                after.set(e);
            }
            over.countDown();
        };
        try (DoorFixture door = DoorFixture.secure(SMALL, post("/echo", handler));
                HttpClient client = TestTls.client(HttpClient.Version.HTTP_2)) {
            send(client, echo(door, "first"));
            List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 80)
                    .mapToObj(i ->
                            client.sendAsync(echo(door, "body " + i).build(), HttpResponse.BodyHandlers.ofString()))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).get(30, TimeUnit.SECONDS).body()).isEqualTo("body " + i);
            }
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(after.get()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientWhoLeavesInterruptsItsHandlerThoughNothingIsWritten(boolean wholeConnection) throws Exception {
        Waiting waiting = new Waiting();
        try (DoorFixture door = DoorFixture.secure(SMALL, get("/wait", waiting), get("/a", e -> text(e, "a")))) {
            HttpClientRequest request = begin(door, HttpMethod.GET, "/wait");
            request.send();
            assertThat(waiting.running.await(10, TimeUnit.SECONDS)).isTrue();
            if (wholeConnection) {
                request.connection().close();
            } else {
                request.reset(8);
            }
            assertThat(waiting.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aBodyOverTheLimitIsRefusedSoThatItsSenderSeesItAndTheConnectionStays() throws Exception {
        try (DoorFixture door = DoorFixture.secure(SMALL, post("/echo", ECHO));
                HttpClient client = TestTls.client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> announced = send(client, echo(door, "x".repeat((4 << 10) + 1)));
            assertThat(announced.statusCode()).isEqualTo(413);
            assertThat(announced.body()).contains("limited to 4 KiB; this one has 4097 bytes");
            byte[] bytes = new byte[6 << 10];
            HttpResponse<String> streamed = send(
                    client,
                    to(door, "/echo")
                            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));
            assertThat(streamed.statusCode()).isEqualTo(413);
            assertThat(send(client, echo(door, "hi")).body()).isEqualTo("hi");
        }
    }

    @Test
    void aSenderWhoNeverStopsLosesItsStreamAlone() throws Exception {
        CountDownLatch reset = new CountDownLatch(1);
        try (DoorFixture door = DoorFixture.secure(SMALL, post("/echo", ECHO))) {
            HttpClientRequest request = begin(door, HttpMethod.POST, "/echo");
            request.exceptionHandler(lost -> reset.countDown());
            request.setChunked(true);
            for (int i = 0; i < 100; i++) {
                request.write(Buffer.buffer(new byte[1 << 10]));
            }
            assertThat(reset.await(10, TimeUnit.SECONDS)).isTrue();
            HttpClientRequest second = begin(door, HttpMethod.POST, "/echo");
            assertThat(second.connection()).isSameAs(request.connection());
            assertThat(wait(second.send("hi")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aSlowBodyIsGivenUp() throws Exception {
        try (DoorFixture door = DoorFixture.secure(SMALL.with(Limit.BODY_TIME, 200), post("/echo", ECHO))) {
            HttpClientRequest request = begin(door, HttpMethod.POST, "/echo");
            request.setChunked(true).write(Buffer.buffer("abc"));
            assertThat(wait(request.response()).statusCode()).isEqualTo(408);
        }
    }

    @Test
    void bodiesOfThoseWhoLeaveGiveTheirMemoryBack() throws Exception {
        Limits limits = SMALL.with(Limit.BODY_MEMORY, 5 << 10);
        try (DoorFixture door = DoorFixture.secure(limits, post("/echo", ECHO));
                HttpClient client = TestTls.client(HttpClient.Version.HTTP_2)) {
            HttpClientRequest leaving = begin(door, HttpMethod.POST, "/echo");
            leaving.setChunked(true).write(Buffer.buffer(new byte[4000]));
            await().until(() -> send(client, echo(door, "x".repeat(4000))).statusCode() == 503);
            leaving.reset(8);
            await().until(() -> send(client, echo(door, "x".repeat(4000))).statusCode() == 200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientWhoStopsReadingIsGivenUp(HttpClient.Version version) throws Exception {
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Semaphore over = new Semaphore(0);
        ExchangeHandler flood = exchange -> {
            exchange.begin(200, "text/plain");
            try {
                for (int i = 0; i < 10_000; i++) {
                    exchange.write(new byte[64 << 10]);
                }
            } catch (IOException e) {
                ended.set(e);
                throw e;
            } finally {
                over.release();
            }
        };
        try (DoorFixture door = DoorFixture.secure(SMALL.with(Limit.WRITE_TIME, 300), get("/flood", flood));
                HttpClient client = TestTls.client(version)) {
            HttpResponse<InputStream> unread =
                    client.send(to(door, "/flood").build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(over.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            assertThat(ended.get()).isInstanceOf(ClientGoneException.class);
            assertThatThrownBy(() -> unread.body().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void headersOverTheLimitAreRefused() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        ExchangeHandler counting = exchange -> {
            handled.incrementAndGet();
            text(exchange, "a");
        };
        try (DoorFixture door = DoorFixture.secure(SMALL, get("/a", counting));
                HttpClient client = TestTls.client(HttpClient.Version.HTTP_1_1);
                SSLSocket raw = http2Socket(door)) {
            HttpResponse<String> refused = send(client, to(door, "/a").header("a", "y".repeat(3_000)));
            assertThat(refused.statusCode()).isEqualTo(431);
            raw.getOutputStream().write(RawHttp2.opening());
            raw.getOutputStream().write(RawHttp2.get(1, "a", "y".repeat(1_000)));
            assertThat(RawHttp2.answer(raw.getInputStream(), 1)).isEqualTo("200");
            raw.getOutputStream().write(RawHttp2.get(3, "a", "y".repeat(2_200)));
            assertThat(RawHttp2.answer(raw.getInputStream(), 3)).isEqualTo("another status");
            raw.getOutputStream().write(RawHttp2.get(5, "a", "y".repeat(1_000)));
            assertThat(RawHttp2.answer(raw.getInputStream(), 5)).isEqualTo("200");
            assertThat(handled).hasValue(2);
        }
    }

    @Test
    void aConnectionHasOnlySoManyRequestsAtATime() throws Exception {
        Waiting waiting = new Waiting();
        try (DoorFixture door = DoorFixture.secure(
                        SMALL.with(Limit.STREAMS, 1), get("/wait", waiting), get("/a", e -> text(e, "a")));
                HttpClient client = TestTls.client(HttpClient.Version.HTTP_2)) {
            send(client, to(door, "/a"));
            CompletableFuture<HttpResponse<String>> first =
                    client.sendAsync(to(door, "/wait").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(waiting.running.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> send(client, to(door, "/a")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("too many concurrent streams");
            first.cancel(true);
            assertThat(waiting.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void idleConnectionsAreClosedAndWorkingOnesAreNot() throws Exception {
        ExchangeHandler late = exchange -> {
            Thread.sleep(600);
            text(exchange, "late");
        };
        try (DoorFixture door = DoorFixture.secure(SMALL.with(Limit.IDLE_TIME, 150), get("/late", late));
                HttpClient client = TestTls.client(HttpClient.Version.HTTP_2);
                SSLSocket opened = http2Socket(door)) {
            opened.getOutputStream().write(RawHttp2.opening());
            assertThat(send(client, to(door, "/late")).body()).isEqualTo("late");
            opened.getInputStream().readAllBytes(); // throws if it is not closed in time
            HttpClientRequest request = begin(door, HttpMethod.GET, "/late");
            CountDownLatch closed = new CountDownLatch(1);
            request.connection().closeHandler(nothing -> closed.countDown());
            request.send();
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aConnectionThatNeverSaysAnythingIsClosedToo() throws Exception {
        Limits limits = SMALL.with(Limit.IDLE_TIME, 150).with(Limit.HANDSHAKE_TIME, 5_000);
        try (DoorFixture door = DoorFixture.secure(limits);
                SSLSocket silent = http2Socket(door)) {
            silent.getInputStream().readAllBytes(); // throws if it is not closed in time
        }
    }

    private static SSLSocket http2Socket(DoorFixture door) throws Exception {
        return TestTls.http2Socket(door.address("https", "/").getPort());
    }

    @Test
    void closingLetsRunningRequestsFinish() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        ExchangeHandler slow = exchange -> {
            exchange.begin(200, "text/plain");
            running.countDown();
            proceed.await();
            exchange.write("nearly ".getBytes(UTF_8));
            exchange.end("finished".getBytes(UTF_8));
        };
        try (DoorFixture door = DoorFixture.secure(SMALL, get("/slow", slow));
                HttpClient client = TestTls.client(HttpClient.Version.HTTP_2)) {
            CompletableFuture<HttpResponse<String>> answer =
                    client.sendAsync(to(door, "/slow").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.startVirtualThread(door.door()::close);
            await().until(() -> send(client, to(door, "/slow")).statusCode() == 503);
            proceed.countDown();
            assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("nearly finished");
            closing.join();
        }
    }

    @Test
    void plainTextIsNotAnswered() throws Exception {
        try (DoorFixture door = DoorFixture.secure(SMALL, get("/a", e -> text(e, "a")))) {
            assertThat(door.talk("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")).doesNotContain("200", "\r\n\r\na");
        }
    }
}
