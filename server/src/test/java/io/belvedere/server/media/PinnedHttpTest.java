package io.belvedere.server.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.belvedere.chat.Deadline;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection a picture, gone afterwards; by way of a proxy only if told to. */
class PinnedHttpTest {
    private static final String PNG = "\u0089PNG\r\n\u001a\n\u0001\u0002\u0003\u0004";
    private static final Route LOOPBACK = new Route.Direct(InetAddress.ofLiteral("127.0.0.1"));

    private final PinnedHttp http = new PinnedHttp(Limits.DEFAULTS, "Belvedere/test", trusting());

    private static ClientSSLOptions trusting() {
        return new ClientSSLOptions()
                .setTrustOptions(
                        new PfxOptions().setValue(Buffer.buffer(store())).setPassword("changeit"));
    }

    private static byte[] store() {
        try (InputStream in = Objects.requireNonNull(PinnedHttpTest.class.getResourceAsStream("/tls/pictures.p12"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        http.close();
    }

    private PinnedHttp.Answer get(String url, Route route) throws Exception {
        ByteAllowance allowance = new ByteAllowance(Limits.DEFAULTS, Limits.DEFAULTS.of(Limit.REMOTE_IMAGES_SIZE));
        return http.get(
                RemoteAddress.parse(URI.create(url)), route, allowance.share(), Deadline.in(Duration.ofSeconds(30)));
    }

    @Test
    void aThousandPicturesLeaveNoConnectionAndNoThread() throws Exception {
        String answer =
                "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=600\r\nContent-Length: 12\r\n\r\n"
                        + PNG;
        try (RawHost host = new RawHost().text("/", answer)) {
            String url = "http://pictures.example:" + host.port() + "/";
            get(url, LOOPBACK);
            await().until(() -> host.open() == 0);
            long files = openFiles();
            int threads = Thread.getAllStackTraces().size();
            for (int i = 0; i < 1_000; i++) {
                assertThat(get(url, LOOPBACK).body()).isEqualTo(PNG.getBytes(ISO_8859_1));
            }
            await().until(() -> host.open() == 0);
            assertThat(host.heads()).hasSize(1_001).allMatch(head -> head.contains("pictures.example:" + host.port()));
            await().until(() -> openFiles() <= files + 10);
            assertThat(Thread.getAllStackTraces().size()).isLessThan(threads + 10);
        }
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    @Test
    void hostsThatSpeakHttp2AreAskedInHttp1() throws Exception {
        Vertx vertx = Vertx.vertx();
        Queue<String> versions = new ConcurrentLinkedQueue<>();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setValue(Buffer.buffer(store()))
                                .setPassword("changeit")))
                .requestHandler(request -> {
                    versions.add(request.version() + " " + request.connection().indicatedServerName());
                    request.response().end(Buffer.buffer(PNG.getBytes(ISO_8859_1)));
                });
        try {
            server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
            assertThat(get("https://pictures.example:" + server.actualPort() + "/", LOOPBACK)
                            .status())
                    .isEqualTo(200);
            assertThat(versions).containsExactly("HTTP_1_1 pictures.example");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aProxyIsToldTheNameAndNoneIsLookedUpHere() throws Exception {
        try (RawHost host = new RawHost().text("/a.png?q=1", "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" + PNG);
                ProxyHost proxy = new ProxyHost(host.port())) {
            assertThat(get("http://nobody.invalid/a.png?q=1", new Route.Through(proxy.address()))
                            .body())
                    .isEqualTo(PNG.getBytes(ISO_8859_1));
            assertThat(proxy.asked().getFirst())
                    .startsWith("GET http://nobody.invalid/a.png?q=1 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nhost: nobody.invalid\r\n")
                    .doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    void certificatesAreCheckedThroughAProxyToo() throws Exception {
        Vertx vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setValue(Buffer.buffer(store()))
                                .setPassword("changeit")))
                .requestHandler(request -> request.response().end(Buffer.buffer(PNG.getBytes(ISO_8859_1))));
        try {
            server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
            try (ProxyHost proxy = new ProxyHost(server.actualPort())) {
                Route route = new Route.Through(proxy.address());
                assertThat(get("https://pictures.example/", route).status()).isEqualTo(200);
                assertThat(proxy.asked().getFirst()).startsWith("CONNECT pictures.example:443 HTTP/1.1\r\n");
                assertThatThrownBy(() -> get("https://other.example/", route))
                        .isInstanceOf(FetchException.class)
                        .hasMessageContaining("no secure connection");
            }
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aProxyThatRefusesMakesHostsUnreachable() throws Exception {
        try (RawHost proxy = new RawHost()
                .text("pictures.example:443", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                .text("http://pictures.example/", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")) {
            Route route = new Route.Through(new MediaProxy("127.0.0.1", proxy.port()));
            assertThatThrownBy(() -> get("https://pictures.example/", route))
                    .isInstanceOf(PinnedHttp.Unreachable.class);
            assertThat(get("http://pictures.example/", route).status()).isEqualTo(403);
            await().until(() -> proxy.open() == 0);
        }
    }

    @Test
    void aProxyThatSaysNothingIsGivenUp() throws Exception {
        Limits limits = Limits.DEFAULTS.with(Limit.REMOTE_CONNECT_TIME, 200);
        PinnedHttp hurried = new PinnedHttp(limits, "Belvedere/test", trusting());
        try (RawHost proxy = new RawHost()) {
            Route route = new Route.Through(new MediaProxy("127.0.0.1", proxy.port()));
            ByteAllowance allowance = new ByteAllowance(limits, 1_000);
            assertThatThrownBy(() -> hurried.get(
                            RemoteAddress.parse(URI.create("https://pictures.example/")),
                            route,
                            allowance.share(),
                            Deadline.in(Duration.ofSeconds(30))))
                    .isInstanceOf(PinnedHttp.Unreachable.class);
            await().until(() -> proxy.open() == 0);
        } finally {
            hurried.close();
        }
    }

    @Test
    void aProxyThatIsNotThereMakesHostsUnreachable() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Route route = new Route.Through(new MediaProxy("127.0.0.1", free));
        for (String scheme : new String[] {"http", "https"}) {
            assertThatThrownBy(() -> get(scheme + "://pictures.example/", route))
                    .isInstanceOf(PinnedHttp.Unreachable.class);
        }
    }
}
