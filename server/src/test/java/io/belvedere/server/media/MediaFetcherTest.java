package io.belvedere.server.media;

import static io.belvedere.server.media.PictureHost.PNG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.ImageProblem;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.server.preparation.Preparation;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.belvedere.turns.FairRoom;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFetcherTest {
    private static final NameService NO_NAMES = host -> {
        throw new AssertionError("nobody should ask for " + host);
    };

    private static MediaFetcher fetcher(Limits limits, NameService names, String... allowed) {
        Set<EgressPolicy.AllowedHost> hosts =
                Arrays.stream(allowed).map(EgressPolicy.AllowedHost::parse).collect(Collectors.toSet());
        return new MediaFetcher(limits, new EgressPolicy(hosts, false), names, "Belvedere/test");
    }

    private static ChatRequest request(String... urls) {
        return request(Deadline.none(), urls);
    }

    private static ChatRequest request(Deadline deadline, String... urls) {
        List<Part> parts = new ArrayList<>(List.of(new Part.Text("?")));
        for (String url : urls) {
            parts.add(new Part.Image(new ImageSource.Remote(URI.create(url))));
        }
        return new ChatRequest(
                List.of(new Message(Role.USER, parts)),
                SamplingOptions.DEFAULTS,
                OptionalInt.of(3),
                1,
                List.of("x"),
                "",
                "",
                deadline);
    }

    private static ChatRequest inline(MediaFetcher fetcher, ChatRequest request)
            throws ChatException, InterruptedException {
        Preparation.Task task = fetcher.find(request).orElseThrow();
        try (FairRoom.Place place = task.enter()) {
            return task.prepare(place).request();
        }
    }

    private static byte[] bytes(ChatRequest request, int image) {
        Part.Image part = (Part.Image) request.messages().getFirst().parts().get(image + 1);
        return ((ImageSource.Inline) part.source()).bytes().bytes();
    }

    private static void assertRefused(MediaFetcher fetcher, String url, ImageProblem problem, String message) {
        assertThatThrownBy(() -> inline(fetcher, request(url)))
                .isInstanceOfSatisfying(
                        ChatException.class,
                        e -> assertThat(e.failure()).isInstanceOfSatisfying(ChatFailure.BadImage.class, bad -> {
                            assertThat(bad.image()).isZero();
                            assertThat(bad.problem()).isEqualTo(problem);
                            assertThat(bad.message()).contains(message).doesNotContain("127.0.0.1");
                        }));
    }

    private static String local(PictureHost host) {
        return "127.0.0.1:" + host.port();
    }

    @Test
    void picturesComeInlineAndTheRestStays() throws Exception {
        try (PictureHost host = new PictureHost().picture("/a.png", PNG);
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            ChatRequest fetched = inline(fetcher, request("http://" + local(host) + "/a.png?size=9"));
            assertThat(bytes(fetched, 0)).isEqualTo(PNG);
            assertThat(fetched.messages().getFirst().parts().getFirst()).isEqualTo(new Part.Text("?"));
            assertThat(fetched.maxTokens()).hasValue(3);
            assertThat(fetched.stop()).containsExactly("x");
            assertThat(host.timesAsked("/a.png?size=9")).isEqualTo(1);
            Map<String, List<String>> asked = host.asked().getFirst();
            assertThat(asked)
                    .containsEntry("User-agent", List.of("Belvedere/test"))
                    .containsEntry("Host", List.of(local(host)))
                    .containsEntry("Accept-encoding", List.of("identity"))
                    .doesNotContainKeys("Cookie", "Authorization", "Referer");
        }
    }

    @Test
    void theNameIsAskedOnceAndItsAddressDialled() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        NameService rebinding = host -> List.of(
                lookups.getAndIncrement() == 0
                        ? InetAddress.getLoopbackAddress()
                        : InetAddress.ofLiteral("10.255.255.1"));
        try (PictureHost host = new PictureHost().picture("/a.png", PNG);
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, rebinding, "pictures.example")) {
            String url = "http://pictures.example:" + host.port() + "/a.png";
            assertThat(bytes(inline(fetcher, request(url)), 0)).isEqualTo(PNG);
            assertThat(lookups).hasValue(1);
            assertThat(host.asked().getFirst()).containsEntry("Host", List.of("pictures.example:" + host.port()));
        }
    }

    @Test
    void theHttpClientLooksNothingUp() throws Exception {
        byte[] loopback = InetAddress.getLoopbackAddress().getAddress();
        NameService named = host -> List.of(InetAddress.getByAddress("nobody.has.this.name.invalid", loopback));
        try (PictureHost host = new PictureHost().picture("/a.png", PNG);
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, named, "nobody.has.this.name.invalid")) {
            String url = "http://nobody.has.this.name.invalid:" + host.port() + "/a.png";
            assertThat(bytes(inline(fetcher, request(url)), 0)).isEqualTo(PNG);
        }
    }

    @Test
    void theNextAddressIsTriedWhereOneIsDead() throws Exception {
        NameService two = host -> List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1"));
        try (PictureHost host = new PictureHost().picture("/a.png", PNG);
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, two, "pictures.example")) {
            assertThat(bytes(inline(fetcher, request("http://pictures.example:" + host.port() + "/a.png")), 0))
                    .isEqualTo(PNG);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreFollowed(int status) throws Exception {
        try (PictureHost host =
                        new PictureHost().redirect("/r", status, "/sub/a.png").picture("/sub/a.png", PNG);
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            assertThat(bytes(inline(fetcher, request("http://" + local(host) + "/r")), 0))
                    .isEqualTo(PNG);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest/meta-data/, INVALID_IMAGE_URL",
        "http://127.0.0.1:1/, INVALID_IMAGE_URL",
        "http://[::1]/, INVALID_IMAGE_URL",
        "http://user@8.8.8.8/, INVALID_IMAGE_URL",
        "file:///etc/passwd, INVALID_IMAGE_URL",
        "//10.0.0.1/a.png, INVALID_IMAGE_URL",
        "http://x\\@y/, FAILED_TO_DOWNLOAD_IMAGE",
        "/loop, FAILED_TO_DOWNLOAD_IMAGE",
    })
    void everyHopIsJudged(String location, ImageProblem problem) throws Exception {
        try (PictureHost host = new PictureHost().redirect("/loop", 302, location);
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            assertRefused(fetcher, "http://" + local(host) + "/loop", problem, "");
            assertThat(host.timesAsked("/loop")).isEqualTo(location.equals("/loop") ? 4 : 1);
        }
    }

    @Test
    void redirectsHaveALimit() throws Exception {
        try (PictureHost host = new PictureHost()
                        .redirect("/3", 302, "/2")
                        .redirect("/2", 302, "/1")
                        .redirect("/1", 302, "/0")
                        .picture("/0", PNG)
                        .redirect("/4", 302, "/3");
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            assertThat(bytes(inline(fetcher, request("http://" + local(host) + "/3")), 0))
                    .isEqualTo(PNG);
            assertRefused(
                    fetcher,
                    "http://" + local(host) + "/4",
                    ImageProblem.FAILED_TO_DOWNLOAD_IMAGE,
                    "redirects more than 3 times");
        }
    }

    @ParameterizedTest
    @CsvSource({"../c.png, /a/c.png", "?q=1, /a/b/r?q=1", "c.png?q=1, /a/b/c.png?q=1", "//HOST/c.png#f, /c.png"})
    void redirectsMayBeRelative(String location, String asked) throws Exception {
        try (PictureHost host = new PictureHost()) {
            AtomicBoolean redirected = new AtomicBoolean();
            host.page("/", exchange -> {
                boolean first = redirected.compareAndSet(false, true);
                exchange.getResponseHeaders().set("Location", location.replace("HOST", local(host)));
                exchange.sendResponseHeaders(first ? 302 : 200, first ? -1 : PNG.length);
                if (!first) {
                    exchange.getResponseBody().write(PNG);
                }
            });
            try (MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
                assertThat(bytes(inline(fetcher, request("http://" + local(host) + "/a/b/r")), 0))
                        .isEqualTo(PNG);
                assertThat(host.timesAsked(asked)).isEqualTo(1);
            }
        }
    }

    @Test
    void aRedirectThatLeadsNowhereIsRefused() throws Exception {
        try (PictureHost host = new PictureHost().page("/r", exchange -> exchange.sendResponseHeaders(302, -1));
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            assertRefused(
                    fetcher,
                    "http://" + local(host) + "/r",
                    ImageProblem.FAILED_TO_DOWNLOAD_IMAGE,
                    "redirects without saying where to");
            assertThat(host.timesAsked("/r")).isEqualTo(1);
        }
    }

    @Test
    void whatIsNoPictureIsRefused() throws Exception {
        try (PictureHost host = new PictureHost()
                        .picture("/empty", new byte[0])
                        .picture("/html", "<html>secret</html>".getBytes(UTF_8))
                        .picture("/pdf", "%PDF-1.7\n1 0 obj".getBytes(UTF_8))
                        .page("/gone", exchange -> exchange.sendResponseHeaders(410, -1))
                        .page("/none", exchange -> exchange.sendResponseHeaders(204, -1))
                        .page("/broken", exchange -> {
                            exchange.sendResponseHeaders(200, 100);
                            exchange.getResponseBody().write(PNG);
                            exchange.getResponseBody().flush();
                            throw new IOException("cut");
                        });
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            String base = "http://" + local(host);
            assertRefused(fetcher, base + "/empty", ImageProblem.EMPTY_IMAGE_FILE, "0 bytes");
            assertRefused(fetcher, base + "/html", ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE, "a web page (HTML)");
            assertRefused(fetcher, base + "/pdf", ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE, "as a file part");
            assertRefused(fetcher, base + "/gone", ImageProblem.FAILED_TO_DOWNLOAD_IMAGE, "status 410");
            assertRefused(fetcher, base + "/none", ImageProblem.FAILED_TO_DOWNLOAD_IMAGE, "status 204");
            assertRefused(fetcher, base + "/broken", ImageProblem.FAILED_TO_DOWNLOAD_IMAGE, "broke off");
        }
    }

    @Test
    void sizesAreCappedWhileReading() throws Exception {
        Limits limits = Limits.DEFAULTS.with(Limit.REMOTE_IMAGE_SIZE, 4 << 10).with(Limit.REMOTE_IMAGES_SIZE, 6 << 10);
        AtomicBoolean endless = new AtomicBoolean(true);
        byte[] four = Arrays.copyOf(PNG, 4 << 10);
        try (PictureHost host = new PictureHost()
                        .picture("/4k", four)
                        .picture("/4k1", Arrays.copyOf(PNG, (4 << 10) + 1))
                        .page("/endless", exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            while (endless.get()) {
                                exchange.getResponseBody().write(four);
                            }
                        });
                MediaFetcher fetcher = fetcher(limits, NO_NAMES, local(host))) {
            String base = "http://" + local(host);
            assertThat(bytes(inline(fetcher, request(base + "/4k")), 0)).hasSize(4 << 10);
            assertRefused(fetcher, base + "/4k1", ImageProblem.IMAGE_FILE_TOO_LARGE, "larger than 4 KiB");
            assertRefused(fetcher, base + "/endless", ImageProblem.IMAGE_FILE_TOO_LARGE, "larger than 4 KiB");
            endless.set(false);
            assertThatThrownBy(() -> inline(fetcher, request(base + "/4k?1", base + "/4k?2")))
                    .hasMessageContaining("larger than 6 KiB together");
        }
    }

    @Test
    void slowHostsAreGivenUp() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Limits limits = Limits.DEFAULTS.with(Limit.REMOTE_ANSWER_TIME, 150).with(Limit.REMOTE_TIME, 300);
        try (PictureHost host = new PictureHost()
                        .page("/silent", exchange -> done.await())
                        .page("/trickle", exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write(PNG);
                            while (!done.await(20, TimeUnit.MILLISECONDS)) {
                                exchange.getResponseBody().write(1);
                                exchange.getResponseBody().flush();
                            }
                        });
                MediaFetcher fetcher = fetcher(limits, NO_NAMES, local(host))) {
            String base = "http://" + local(host);
            assertRefused(fetcher, base + "/silent", ImageProblem.FAILED_TO_DOWNLOAD_IMAGE, "did not answer in time");
            assertRefused(fetcher, base + "/trickle", ImageProblem.FAILED_TO_DOWNLOAD_IMAGE, "longer than 300 ms");
            done.countDown();
        }
    }

    @Test
    void nobodyAtThePortIsAClearError() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, "127.0.0.1")) {
            assertRefused(
                    fetcher,
                    "http://127.0.0.1:" + free + "/",
                    ImageProblem.FAILED_TO_DOWNLOAD_IMAGE,
                    "can't be reached");
        }
    }

    @Test
    void picturesOfOneRequestComeTogetherAndEachAddressOnce() throws Exception {
        CyclicBarrier all = new CyclicBarrier(3);
        try (PictureHost host = new PictureHost().page("/", exchange -> {
                    try {
                        all.await(10, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                    exchange.sendResponseHeaders(200, PNG.length);
                    exchange.getResponseBody().write(PNG);
                });
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            String base = "http://" + local(host);
            ChatRequest fetched = inline(fetcher, request(base + "/1", base + "/2", base + "/1", base + "/3"));
            assertThat(bytes(fetched, 3)).isEqualTo(PNG);
            assertThat(host.asked()).hasSize(3);
            assertThat(host.timesAsked("/1")).isEqualTo(1);
        }
    }

    @Test
    void oneAddressInTwoSpellingsIsFetchedOnceAndEqualBytesBecomeOnePicture() throws Exception {
        try (PictureHost host = new PictureHost().picture("/", PNG);
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            String base = "http://" + local(host);
            ChatRequest fetched =
                    inline(fetcher, request(base + "/a", base.toUpperCase(Locale.ROOT) + "/a#part", base + "/b"));
            assertThat(host.asked()).hasSize(2);
            assertThat(bytes(fetched, 1)).isSameAs(bytes(fetched, 0));
            assertThat(bytes(fetched, 2)).isSameAs(bytes(fetched, 0));
        }
    }

    @Test
    void theTimeOfTheRequestIsTheTimeOfItsPictures() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (PictureHost host = new PictureHost().page("/", exchange -> done.await());
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            ChatRequest hurried = request(Deadline.in(Duration.ofMillis(100)), "http://" + local(host) + "/");
            assertThatThrownBy(() -> inline(fetcher, hurried)).hasMessageContaining("did not answer in time");
            done.countDown();
        }
    }

    @Test
    void remotePicturesAreCounted() {
        String[] nine = new String[9];
        Arrays.fill(nine, "http://public.example/");
        try (MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES)) {
            assertThatThrownBy(() -> inline(fetcher, request(nine)))
                    .hasMessageContaining("at most 8 images by URL; given 9");
        }
    }

    @Test
    void anInterruptedRequestStopsItsDownloads() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean cut = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        try (PictureHost host = new PictureHost().page("/", exchange -> {
                    asked.countDown();
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(PNG);
                    try {
                        while (true) {
                            exchange.getResponseBody().write(1);
                            exchange.getResponseBody().flush();
                            Thread.sleep(10);
                        }
                    } catch (IOException e) {
                        cut.set(true);
                        throw e;
                    }
                });
                MediaFetcher fetcher = fetcher(Limits.DEFAULTS, NO_NAMES, local(host))) {
            Thread thread = Thread.startVirtualThread(() -> {
                try {
                    inline(fetcher, request("http://" + local(host) + "/"));
                } catch (InterruptedException e) {
                    interrupted.set(true);
                } catch (ChatException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            thread.interrupt();
            thread.join();
            assertThat(interrupted).isTrue();
            await().untilTrue(cut);
        }
    }

    @Test
    void certificatesAreCheckedAgainstTheNameThoughTheAddressIsDialled() throws Exception {
        NameService local = host -> List.of(InetAddress.getLoopbackAddress());
        EgressPolicy policy = new EgressPolicy(
                Set.of(
                        EgressPolicy.AllowedHost.parse("pictures.example"),
                        EgressPolicy.AllowedHost.parse("other.example")),
                false);
        ClientSSLOptions trusting = new ClientSSLOptions()
                .setTrustOptions(
                        new PfxOptions().setValue(Buffer.buffer(store())).setPassword("changeit"));
        try (PictureHost host = new PictureHost(tlsServer()).picture("/a.png", PNG);
                MediaFetcher trustingFetcher = new MediaFetcher(
                        Limits.DEFAULTS, policy, local, new PinnedHttp(Limits.DEFAULTS, "x", trusting));
                MediaFetcher plain = new MediaFetcher(Limits.DEFAULTS, policy, local, "x")) {
            String path = ":" + host.port() + "/a.png";
            assertThat(bytes(inline(trustingFetcher, request("https://pictures.example" + path)), 0))
                    .isEqualTo(PNG);
            assertRefused(
                    trustingFetcher,
                    "https://other.example" + path,
                    ImageProblem.FAILED_TO_DOWNLOAD_IMAGE,
                    "no secure connection");
            assertRefused(
                    plain,
                    "https://pictures.example" + path,
                    ImageProblem.FAILED_TO_DOWNLOAD_IMAGE,
                    "no secure connection");
        }
    }

    private static byte[] store() throws IOException {
        try (InputStream in = Objects.requireNonNull(MediaFetcherTest.class.getResourceAsStream("/tls/pictures.p12"))) {
            return in.readAllBytes();
        }
    }

    private static HttpServer tlsServer() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(store()), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }
}
