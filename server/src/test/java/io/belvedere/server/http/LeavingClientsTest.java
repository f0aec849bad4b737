package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.get;
import static io.belvedere.server.http.DoorFixture.post;
import static io.belvedere.server.http.DoorFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.belvedere.server.settings.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Clients that leave in every way are no fault of the server: they have one quiet line each in its log. */
class LeavingClientsTest {
    private static final int TIMES = 30;

    private final Queue<Throwable> seen = new ConcurrentLinkedQueue<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger door = (Logger) LoggerFactory.getLogger(HttpDoor.class);

    /** Writes for as long as somebody takes it. */
    private final ExchangeHandler flood = exchange -> {
        try {
            exchange.begin(200, "text/plain");
            while (true) {
                exchange.write(new byte[32 << 10]);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            seen.add(e);
            throw e;
        }
    };

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        door.setLevel(Level.INFO);
    }

    @AfterEach
    void restore() {
        root.detachAppender(log);
        door.setLevel(Level.OFF);
    }

    private void assertQuiet() {
        await().until(() -> seen.size() == TIMES);
        assertThat(seen).allMatch(e -> e instanceof ClientGoneException || e instanceof InterruptedException);
        await().until(() ->
                lines().stream().filter(line -> line.contains("ended early")).count() == TIMES);
        assertThat(new ArrayList<>(log.list))
                .allMatch(event -> event.getLevel().equals(Level.INFO))
                .allMatch(event -> event.getThrowableProxy() == null);
    }

    private List<String> lines() {
        return new ArrayList<>(log.list)
                .stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void connectionsThatBreak() throws Exception {
        try (DoorFixture fixture = new DoorFixture(Limits.DEFAULTS, get("/flood", flood))) {
            for (int i = 0; i < TIMES; i++) {
                try (Socket socket = fixture.connect()) {
                    socket.setSoLinger(i % 2 == 0, 0); // a reset, or an orderly close whose answer is a reset
                    socket.getOutputStream().write("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
                    socket.getInputStream().readNBytes(i * 1_000);
                }
            }
            assertQuiet();
        }
    }

    @Test
    void streamsThatAreReset() throws Exception {
        Vertx vertx = Vertx.vertx();
        HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setSsl(true)
                .setUseAlpn(true)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(TestTls.file("ec.pem").toString())));
        try (DoorFixture fixture = DoorFixture.secure(Limits.DEFAULTS, get("/flood", flood))) {
            int port = fixture.address("https", "/").getPort();
            for (int i = 0; i < TIMES; i++) {
                HttpClientRequest request = client.request(HttpMethod.GET, port, "localhost", "/flood")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
                HttpClientResponse response =
                        request.send().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
                response.exceptionHandler(reset -> {});
                if (i % 3 == 0) {
                    response.pause();
                }
                request.reset(8);
            }
            assertQuiet();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void bodiesThatNeverBecomeWhole() throws Exception {
        try (DoorFixture fixture = new DoorFixture(Limits.DEFAULTS, post("/echo", e -> text(e, "echo")))) {
            for (int i = 0; i < TIMES; i++) {
                try (Socket socket = fixture.connect()) {
                    socket.setSoLinger(i % 2 == 0, 0);
                    socket.getOutputStream()
                            .write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf".getBytes(UTF_8));
                }
            }
            await().until(() -> fixture.door().running() == 0);
            assertThat(log.list).isEmpty();
        }
    }
}
