package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.answer;
import static io.belvedere.server.http.DoorFixture.get;
import static io.belvedere.server.http.DoorFixture.header;
import static io.belvedere.server.http.DoorFixture.post;
import static io.belvedere.server.http.DoorFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A door that is told to stop, with requests at every stage. */
class ShutdownTest {
    private static final Limits LONG = Limits.DEFAULTS.with(Limit.SHUTDOWN_TIME, 60_000);
    private static final Limits NONE = Limits.DEFAULTS.with(Limit.SHUTDOWN_TIME, 0);
    private static final Router.Route HEALTH = new Router.Route("GET", "/health", true, e -> text(e, "fine"));

    /** Answers when it may, and meets its end as a stream does that has begun. */
    private static final class Slow implements ExchangeHandler {
        private final boolean streams;
        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch proceed = new CountDownLatch(1);

        Slow(boolean streams) {
            this.streams = streams;
        }

        @Override
        public void handle(Exchange exchange) throws IOException, InterruptedException {
            if (streams) {
                exchange.begin(200, "text/plain");
                exchange.write("begun ".getBytes(UTF_8));
            }
            running.countDown();
            try {
                proceed.await();
            } catch (InterruptedException e) {
                if (!streams) {
                    throw e;
                }
                exchange.breakOff("and broken off".getBytes(UTF_8));
                return;
            }
            if (streams) {
                exchange.end("and ended".getBytes(UTF_8));
            } else {
                text(exchange, "whole");
            }
        }
    }

    private static void send(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static String rest(Socket socket) throws Exception {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void whileRequestsFinishNewOnesAreRefusedAndOpenRoutesAnswer() throws Exception {
        Slow slow = new Slow(false);
        try (DoorFixture door = new DoorFixture(LONG, HEALTH, get("/slow", slow), get("/a", e -> text(e, "a")));
                Socket socket = door.connect();
                Socket kept = door.connect()) {
            send(socket, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            send(kept, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer(kept.getInputStream())).endsWith("\r\n\r\na");
            assertThat(slow.running.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<HttpDoor.Stopped> stopped =
                    CompletableFuture.supplyAsync(() -> door.door().stop());
            await().untilAsserted(() ->
                    assertThat(door.talk("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 503"));
            String refused = door.talk("POST /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(refused).startsWith("HTTP/1.1 405"); // what can't be, can't be later either
            send(kept, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
            String busy = answer(kept.getInputStream());
            assertThat(busy).startsWith("HTTP/1.1 503").contains("The server is stopping.");
            assertThat(header(busy, "connection")).isEqualTo("close");
            assertThat(header(busy, "retry-after")).isEqualTo("1");
            assertThat(door.talk("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("fine");
            assertThat(stopped).isNotDone();
            slow.proceed.countDown();
            assertThat(answer(socket.getInputStream()))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("whole");
            assertThat(stopped.get(20, TimeUnit.SECONDS).finished()).isPositive();
            assertThat(stopped.join().ended()).isZero();
            assertThat(door.listens()).isFalse();
        }
    }

    @Test
    void whatIsLeftWhenTheTimeIsOverIsToldSoBeforeTheConnectionsClose() throws Exception {
        Slow whole = new Slow(false);
        Slow stream = new Slow(true);
        try (DoorFixture door = new DoorFixture(
                        NONE, get("/whole", whole), get("/stream", stream), post("/post", e -> text(e, "posted")));
                Socket one = door.connect();
                Socket two = door.connect();
                Socket arriving = door.connect();
                Socket idle = door.connect()) {
            send(one, "GET /whole HTTP/1.1\r\nHost: x\r\n\r\n");
            send(two, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
            send(arriving, "POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(whole.running.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(stream.running.await(10, TimeUnit.SECONDS)).isTrue();
            await().until(() -> door.door().running() == 3);
            assertThat(door.door().stop()).isEqualTo(new HttpDoor.Stopped(0, 3));
            assertThat(rest(one)).startsWith("HTTP/1.1 503").contains("The server is stopping.");
            assertThat(rest(two))
                    .startsWith("HTTP/1.1 200")
                    .contains("begun ", "and broken off")
                    .endsWith("0\r\n\r\n");
            assertThat(rest(arriving)).startsWith("HTTP/1.1 503").contains("The server is stopping.");
            assertThat(rest(idle)).isEmpty();
        }
    }

    @Test
    void overHttp2TheyAreToldToo() throws Exception {
        Slow whole = new Slow(false);
        Slow stream = new Slow(true);
        try (DoorFixture door = DoorFixture.secure(NONE, get("/whole", whole), get("/stream", stream));
                HttpClient client = TestTls.client(HttpClient.Version.HTTP_2)) {
            CompletableFuture<HttpResponse<String>> one = client.sendAsync(
                    HttpRequest.newBuilder(door.address("https", "/whole")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(whole.running.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<HttpResponse<String>> two = client.sendAsync(
                    HttpRequest.newBuilder(door.address("https", "/stream")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(stream.running.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(door.door().stop()).isEqualTo(new HttpDoor.Stopped(0, 2));
            assertThat(one.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
            assertThat(two.get(20, TimeUnit.SECONDS).body()).isEqualTo("begun and broken off");
        }
    }

    @Test
    void whoeverDoesNotEndIsNotAwaitedForEver() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        ExchangeHandler deaf = exchange -> {
            running.countDown();
            boolean open = true;
            while (open) {
                try {
                    over.await();
                    open = false;
                } catch (InterruptedException e) {
                    // hears nothing
                }
            }
        };
        try (DoorFixture door = new DoorFixture(NONE.with(Limit.ENDING_TIME, 100), get("/deaf", deaf));
                Socket socket = door.connect()) {
            send(socket, "GET /deaf HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(door.door().stop()).isEqualTo(new HttpDoor.Stopped(0, 1));
            assertThat(rest(socket)).isEmpty();
        } finally {
            over.countDown();
        }
    }
}
