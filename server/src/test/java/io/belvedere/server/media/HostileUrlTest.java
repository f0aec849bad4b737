package io.belvedere.server.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.server.http.Admission;
import io.belvedere.server.openai.ApiFixture;
import io.belvedere.server.openai.ScriptedBackend;
import io.belvedere.server.preparation.PreparingBackend;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Hostile URLs and hosts through the API: each has its documented error code, tells nothing of what it met, and leaves
 * no connection behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileUrlTest {
    private static final String URL = "invalid_image_url";
    private static final String FAILED = "failed_to_download_image";
    private static final String LARGE = "image_file_too_large";
    private static final String NO_PICTURE = "unsupported_image_media_type";

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String PNG = "\u0089PNG\r\n\u001a\n\u0001\u0002\u0003\u0004";
    /** Stands in every answer that must not be passed on. */
    private static final String SECRET = "s3cret";

    private static final Map<String, List<String>> NAMES = Map.of(
            "inside.example", List.of("10.1.2.3"),
            "mixed.example", List.of("93.184.215.14", "127.0.0.1"),
            "mixed6.example", List.of("2606:2800:21f:cb07:6820:80da:af6b:8b2c", "fe80::1"),
            "mapped.example", List.of("::ffff:10.0.0.1"),
            "nat64.example", List.of("64:ff9b::a00:1"),
            "sixtofour.example", List.of("2002:a00:1::"),
            "metadata.example", List.of("169.254.169.254"),
            "localhost", List.of("127.0.0.1", "::1"),
            "none.example", List.of());

    private final ScriptedBackend backend = new ScriptedBackend();
    private final RawHost host;
    private final RawHost tlsHost;
    private final ApiFixture patient;
    private final ApiFixture hurried;

    HostileUrlTest() throws Exception {
        host = new RawHost();
        tlsHost = new RawHost(tlsSocket());
        Limits limits = Limits.DEFAULTS.with(Limit.REMOTE_IMAGE_SIZE, 16 << 10);
        patient = api(limits);
        hurried = api(limits.with(Limit.REMOTE_ANSWER_TIME, 300)
                .with(Limit.REMOTE_CONNECT_TIME, 300)
                .with(Limit.REMOTE_TIME, 500));
    }

    private ApiFixture api(Limits limits) throws Exception {
        EgressPolicy policy = new EgressPolicy(Set.of(EgressPolicy.AllowedHost.parse("pictures.example")), false);
        NameService names = name -> {
            if (name.equals("pictures.example")) {
                return List.of(InetAddress.getLoopbackAddress());
            }
            List<String> addresses =
                    Optional.ofNullable(NAMES.get(name)).orElseThrow(() -> new UnknownHostException(SECRET));
            return addresses.stream().map(InetAddress::ofLiteral).toList();
        };
        MediaFetcher fetcher = new MediaFetcher(limits, policy, names, "Belvedere/test");
        return new ApiFixture(
                new PreparingBackend(List.of(fetcher), backend),
                limits,
                (head, client) -> new Admission.Admitted(client));
    }

    private static ServerSocket tlsSocket() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Objects.requireNonNull(HostileUrlTest.class.getResourceAsStream("/tls/pictures.p12"))) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    @AfterAll
    void close() throws IOException {
        patient.close();
        hurried.close();
        host.close();
        tlsHost.close();
    }

    static Stream<Arguments> urls() {
        return Stream.of(
                Arguments.of("loopback", "http://127.0.0.1/"),
                Arguments.of("loopback by name", "http://localhost/"),
                Arguments.of("loopback by name with a trailing dot", "http://localhost./"),
                Arguments.of("loopback with a trailing dot", "http://127.0.0.1./"),
                Arguments.of("loopback in short", "http://127.1/"),
                Arguments.of("loopback in decimal", "http://2130706433/"),
                Arguments.of("loopback in octal", "http://0177.0.0.1/"),
                Arguments.of("loopback in one octal number", "http://017700000001/"),
                Arguments.of("loopback in hexadecimal", "http://0x7f000001/"),
                Arguments.of("loopback in parts hexadecimal", "http://0x7f.0x0.0x0.0x1/"),
                Arguments.of("loopback with leading zeros", "http://127.000.000.001/"),
                Arguments.of("loopback beyond 32 bits", "http://4294967297/"),
                Arguments.of("this host", "http://0.0.0.0/"),
                Arguments.of("zero", "http://0/"),
                Arguments.of("private, 10", "http://10.0.0.1/"),
                Arguments.of("private, 172", "http://172.16.0.1/"),
                Arguments.of("private, 192", "http://192.168.0.1/"),
                Arguments.of("carrier-grade", "http://100.64.0.1/"),
                Arguments.of("metadata", "http://169.254.169.254/latest/meta-data/"),
                Arguments.of("metadata in decimal", "http://2852039166/"),
                Arguments.of("multicast", "http://224.0.0.1/"),
                Arguments.of("broadcast", "http://255.255.255.255/"),
                Arguments.of("loopback v6", "http://[::1]/"),
                Arguments.of("loopback v6 in full", "http://[0:0:0:0:0:0:0:1]/"),
                Arguments.of("unspecified v6", "http://[::]/"),
                Arguments.of("unique local", "http://[fd00::1]/"),
                Arguments.of("link-local v6", "http://[fe80::1]/"),
                Arguments.of("with a zone", "http://[fe80::1%25eth0]/"),
                Arguments.of("v4-mapped", "http://[::ffff:127.0.0.1]/"),
                Arguments.of("v4-mapped in hexadecimal", "http://[::ffff:7f00:1]/"),
                Arguments.of("v4-compatible", "http://[::127.0.0.1]/"),
                Arguments.of("NAT64", "http://[64:ff9b::7f00:1]/"),
                Arguments.of("6to4", "http://[2002:7f00:1::]/"),
                Arguments.of("Teredo", "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/"),
                Arguments.of("a name inside", "http://inside.example/"),
                Arguments.of("a name of metadata", "http://metadata.example/"),
                Arguments.of("a name with a public and a private answer", "http://mixed.example/"),
                Arguments.of("a name with a public and a link-local answer", "http://mixed6.example/"),
                Arguments.of("a name with a mapped answer", "http://mapped.example/"),
                Arguments.of("a name with a NAT64 answer", "http://nat64.example/"),
                Arguments.of("a name with a 6to4 answer", "http://sixtofour.example/"),
                Arguments.of("a name without answers", "http://none.example/"),
                Arguments.of("an unknown name", "http://unknown.example/"),
                Arguments.of("a name of one label", "http://intranet/"),
                Arguments.of("user name", "http://user@pictures.example/"),
                Arguments.of("user name and password", "http://user:pass@pictures.example/"),
                Arguments.of("empty user name", "http://@pictures.example/"),
                Arguments.of("host as a user name", "http://pictures.example@127.0.0.1/"),
                Arguments.of("host as a password", "http://a:pictures.example@127.0.0.1/"),
                Arguments.of("backslash before @", "http://pictures.example\\@127.0.0.1/"),
                Arguments.of("backslash for slash", "http:\\\\127.0.0.1\\a.png"),
                Arguments.of("backslash after the host", "http://pictures.example\\.inside.example/"),
                Arguments.of("tab in the host", "http://pictures\t.example/"),
                Arguments.of("tab in the scheme", "ht\ttp://pictures.example/"),
                Arguments.of("line break in the host", "http://pictures.example\n.inside.example/"),
                Arguments.of("header in the path", "http://pictures.example/ HTTP/1.1\r\nX: y"),
                Arguments.of("null byte", "http://pictures.example\u0000.inside.example/"),
                Arguments.of("blank in the host", "http://pictures .example/a.png"),
                Arguments.of("blank in the path of a host inside", "http://10.0.0.1/a b.png"),
                Arguments.of("braces in the host", "http://{pictures}.example/a.png"),
                Arguments.of("international name", "http://b\u00fccher.example/"),
                Arguments.of("full-width digits", "http://\uff11\uff12\uff17.0.0.1/"),
                Arguments.of("circled digits", "http://\u2460\u2461\u2466.0.0.1/"),
                Arguments.of("ideographic dots", "http://127\u30020\u30020\u30021/"),
                Arguments.of("Kelvin sign", "http://\u212a.pictures.example/"),
                Arguments.of("zero-width blank", "http://pictures\u200b.example/"),
                Arguments.of("lone surrogate", "http://pictures\ud800.example/"),
                Arguments.of("percent in the host", "http://%31%32%37.0.0.1/"),
                Arguments.of("two hosts", "http://pictures.example,127.0.0.1/"),
                Arguments.of("two dots", "http://pictures..example/"),
                Arguments.of("two trailing dots", "http://pictures.example../"),
                Arguments.of("no host", "http:///a.png"),
                Arguments.of("no slashes", "http:pictures.example"),
                Arguments.of("a label of 64", "http://" + "a".repeat(64) + ".example/"),
                Arguments.of("a name of 300", "http://" + "a.".repeat(146) + "example/"),
                Arguments.of("a path of 9,000", "http://pictures.example/" + "a".repeat(9_000)),
                Arguments.of("SSH's port", "http://8.8.8.8:22/"),
                Arguments.of("Redis' port", "https://8.8.8.8:6379/"),
                Arguments.of("port 0", "http://8.8.8.8:0/"),
                Arguments.of("port 65536", "http://8.8.8.8:65536/"),
                Arguments.of("port that wraps to 80", "http://8.8.8.8:65616/"),
                Arguments.of("port without digits", "http://8.8.8.8:/"),
                Arguments.of("port with a sign", "http://8.8.8.8:+80/"),
                Arguments.of("two ports", "http://8.8.8.8:80:80/"),
                Arguments.of("file", "file:///etc/passwd"),
                Arguments.of("ftp", "ftp://pictures.example/a.png"),
                Arguments.of("gopher", "gopher://pictures.example:6379/_INFO"),
                Arguments.of("jar", "jar:http://pictures.example/a.jar!/a.png"),
                Arguments.of("javascript", "javascript:alert(1)"),
                Arguments.of("path alone", "/etc/passwd"),
                Arguments.of("scheme left out", "//pictures.example/a.png"),
                Arguments.of("empty", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("urls")
    void aHostileUrlIsRefused(String name, String url) throws Exception {
        assertRefused(patient, url, URL);
    }

    @BeforeAll
    void answers() throws IOException {
        for (int status : new int[] {201, 206, 300, 304, 400, 401, 403, 404, 407, 410, 429, 500, 503, 999}) {
            host.text("/status/" + status, "HTTP/1.1 " + status + " X\r\nContent-Length: 6\r\n\r\n" + SECRET);
        }
        redirects();
        bodies();
        framing();
        slow();
        tlsHost.text("/", sized(PNG));
    }

    private void redirects() {
        redirect("/to/loopback", "http://127.0.0.1/");
        redirect("/to/metadata", "http://169.254.169.254/latest/meta-data/");
        redirect("/to/v6", "http://[::1]/");
        redirect("/to/inside", "http://inside.example/");
        redirect("/to/mixed", "http://mixed.example/");
        redirect("/to/port", "http://8.8.8.8:22/");
        redirect("/to/user", "http://user@pictures.example/");
        redirect("/to/decimal", "http://2130706433/");
        redirect("/to/other-host", "//10.0.0.1/a.png");
        redirect("/to/file", "file:///etc/passwd");
        redirect("/to/ftp", "ftp://8.8.8.8/");
        redirect("/to/data", "data:image/png;base64,iVBORw0KGgo=");
        redirect("/to/backslash", "http://8.8.8.8\\@127.0.0.1/");
        redirect("/to/no-url", "http://[");
        redirect("/to/long", "/" + "a".repeat(7_000));
        redirect("/loop", "/loop");
        redirect("/empty", "");
        redirect("/ping", "/pong");
        redirect("/pong", "/ping");
        redirect("/4", "/3");
        redirect("/3", "/2");
        redirect("/2", "/1");
        redirect("/1", "/picture");
        redirect("/via", "/to/metadata");
        redirect("/query", "?again");
        redirect("/query?again", "#part");
        host.text("/picture", sized(PNG));
        host.text("/no-location", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
    }

    private void redirect(String path, String location) {
        host.text(path, "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    private static String sized(String body) {
        return OK + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void bodies() throws IOException {
        String png = OK + "Content-Type: image/png\r\nContent-Length: ";
        host.text("/html", png + "35\r\n\r\n<html><body>" + SECRET + "</body></html>   ");
        host.text("/json", sized("{\"error\": \"" + SECRET + "\"}"));
        host.text("/svg", sized("<svg xmlns='http://www.w3.org/2000/svg'/>"));
        host.text("/bom", sized("\u00ef\u00bb\u00bf<!doctype html>"));
        host.text("/plain", sized("root:x:0:0:" + SECRET));
        host.text("/pdf", sized("%PDF-1.7 and more of it"));
        host.text("/two-bytes", sized("\u00ff\u00d8"));
        host.text("/cut-magic", OK + "Content-Length: 5\r\n\r\n" + PNG);
        host.text("/nothing", OK + "Content-Length: 0\r\n\r\n");
        host.textAndClose("/nothing-and-end", OK + "\r\n");
        host.text("/no-content", "HTTP/1.1 204 No Content\r\n\r\n");
        host.text("/gzip-bomb", encoded("gzip", gzip(PNG + "\0".repeat(10 << 20))));
        host.text("/gzip-twice", encoded("gzip, gzip", gzip(gzip(PNG))));
        host.text("/brotli", encoded("br", "\u000b\u0005\u0080rubbish that goes on"));
        host.text("/unknown-encoding", encoded("x-" + SECRET, "rubbish that goes on"));
        host.endless("/endless", OK + "\r\n" + PNG, "\0".repeat(4 << 10));
        host.endless("/endless-html", OK + "\r\n<html>", SECRET);
        host.endless(
                "/endless-chunks",
                OK + "Transfer-Encoding: chunked\r\n\r\nc\r\n" + PNG + "\r\n",
                "400\r\n" + "\0".repeat(1 << 10) + "\r\n");
        host.text("/declared-large", OK + "Content-Length: 16385\r\n\r\n" + PNG);
        host.text("/declared-huge", OK + "Content-Length: 99999999999999999\r\n\r\n" + PNG);
    }

    private static String encoded(String encoding, String body) {
        return OK + "Content-Type: image/png\r\nContent-Encoding: " + encoding + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(ISO_8859_1));
        }
        return packed.toString(ISO_8859_1);
    }

    private void framing() {
        String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
        host.textAndClose("/too-short", OK + "Content-Length: 100\r\n\r\n" + PNG);
        host.text("/negative", OK + "Content-Length: -1\r\n\r\n" + PNG);
        host.text("/no-number", OK + "Content-Length: ten\r\n\r\n" + PNG);
        host.text("/two-lengths", OK + "Content-Length: 12\r\nContent-Length: 13\r\n\r\n" + PNG);
        host.text("/chunk-garbage", chunked + "zz\r\n" + PNG + "\r\n0\r\n\r\n");
        host.text("/chunk-overflow", chunked + "ffffffffffffffff\r\n" + PNG + "\r\n0\r\n\r\n");
        host.textAndClose("/chunk-cut", chunked + "ff\r\n" + PNG);
        host.endless("/chunk-size-endless", chunked, "0");
        host.endless("/trailers-endless", chunked + "c\r\n" + PNG + "\r\n0\r\n", "X: " + SECRET + "\r\n");
        host.answer("/closes", (socket, out) -> socket.close());
        host.answer("/resets", (socket, out) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });
        host.textAndClose("/half-a-head", OK + "Content-");
        host.text("/ssh", "SSH-2.0-" + SECRET + "\r\n\r\n");
        host.textAndClose("/bare", PNG);
        host.text("/http9", "HTTP/9.9 200 OK\r\n\r\n" + PNG);
        host.text("/no-status", "HTTP/1.1 abc\r\n\r\n" + PNG);
        host.text("/switches", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n" + PNG);
        host.endless("/headers-endless", OK, "X: " + SECRET + "\r\n");
        host.endless("/header-endless", OK + "X: ", SECRET);
        host.endless("/status-endless", "HTTP/1.1 200 ", SECRET);
    }

    private void slow() {
        host.answer("/silent", (socket, out) -> {});
        host.text("/head-alone", OK + "Content-Length: 100\r\n\r\n");
        host.trickle("/slow-head", OK, "X: y\r\n");
        host.trickle("/slow-body", OK + "\r\n" + PNG, "\0");
        host.trickle("/slow-chunks", OK + "Transfer-Encoding: chunked\r\n\r\nc\r\n" + PNG + "\r\n", "1\r\n\0\r\n");
        host.trickle("/continues", "", "HTTP/1.1 100 Continue\r\n\r\n");
        host.trickle("/hints", "", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
        host.answer("/slow-redirect", (socket, out) -> {});
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                        Stream.of(201, 206, 300, 304, 400, 401, 403, 404, 407, 410, 429, 500, 503, 999)
                                .map(status -> Arguments.of("status " + status, "/status/" + status, FAILED)),
                        Stream.of(
                                        "loopback",
                                        "metadata",
                                        "v6",
                                        "inside",
                                        "mixed",
                                        "port",
                                        "user",
                                        "decimal",
                                        "other-host",
                                        "file",
                                        "ftp",
                                        "data")
                                .map(where -> Arguments.of("redirect to " + where, "/to/" + where, URL)),
                        Stream.of(
                                        "/to/backslash",
                                        "/to/no-url",
                                        "/loop",
                                        "/empty",
                                        "/ping",
                                        "/query",
                                        "/4",
                                        "/no-location",
                                        "/no-content",
                                        "/gzip-bomb",
                                        "/gzip-twice",
                                        "/brotli",
                                        "/unknown-encoding",
                                        "/too-short",
                                        "/negative",
                                        "/no-number",
                                        "/two-lengths",
                                        "/chunk-garbage",
                                        "/chunk-overflow",
                                        "/chunk-cut",
                                        "/chunk-size-endless",
                                        "/trailers-endless",
                                        "/closes",
                                        "/resets",
                                        "/half-a-head",
                                        "/ssh",
                                        "/bare",
                                        "/http9",
                                        "/no-status",
                                        "/switches",
                                        "/headers-endless",
                                        "/header-endless",
                                        "/status-endless")
                                .map(path -> Arguments.of(path.substring(1), path, FAILED)),
                        Stream.of(
                                        "/html",
                                        "/json",
                                        "/svg",
                                        "/bom",
                                        "/plain",
                                        "/pdf",
                                        "/two-bytes",
                                        "/cut-magic",
                                        "/endless-html")
                                .map(path -> Arguments.of(path.substring(1), path, NO_PICTURE)),
                        Stream.of("/endless", "/endless-chunks", "/declared-large", "/declared-huge")
                                .map(path -> Arguments.of(path.substring(1), path, LARGE)),
                        Stream.of(
                                Arguments.of("redirect by way of a redirect", "/via", URL),
                                Arguments.of("nothing", "/nothing", "empty_image_file"),
                                Arguments.of("nothing and the end", "/nothing-and-end", "empty_image_file")))
                .flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hosts")
    void aHostileHostIsGivenUp(String name, String path, String code) throws Exception {
        assertRefused(patient, "http://pictures.example:" + host.port() + path, code);
        await().until(() -> host.open() == 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "silent",
                "head-alone",
                "slow-head",
                "slow-body",
                "slow-chunks",
                "continues",
                "hints",
                "slow-redirect"
            })
    void aSlowHostIsGivenUp(String name) throws Exception {
        assertRefused(hurried, "http://pictures.example:" + host.port() + "/" + name, FAILED);
        await().until(() -> host.open() == 0);
    }

    static Stream<Arguments> tls() {
        return Stream.of(
                Arguments.of("a certificate that nobody vouches for", true, "https"),
                Arguments.of("http to a TLS port", true, "http"),
                Arguments.of("https to a port without TLS", false, "https"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tls")
    void tlsIsNotBentForAPicture(String name, boolean toTls, String scheme) throws Exception {
        RawHost asked = toTls ? tlsHost : host;
        assertRefused(hurried, scheme + "://pictures.example:" + asked.port() + "/", FAILED);
        await().until(() -> asked.open() == 0);
    }

    private void assertRefused(ApiFixture api, String url, String code) throws Exception {
        HttpResponse<String> answer = api.post(new ObjectMapper()
                .writeValueAsString(Map.of(
                        "model",
                        ScriptedBackend.MODEL,
                        "messages",
                        List.of(Map.of(
                                "role",
                                "user",
                                "content",
                                List.of(Map.of("type", "image_url", "image_url", Map.of("url", url))))))));
        JsonNode error = ApiFixture.error(answer);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(error.path("code").stringValue(null)).as(answer.body()).isEqualTo(code);
        assertThat(error.path("param").stringValue(null)).isEqualTo("messages[0].content[0].image_url.url");
        assertThat(answer.body())
                .doesNotContain(SECRET)
                .doesNotContain("Exception")
                .doesNotContain("10.1.2.3");
        assertThat(backend.requests()).isZero();
    }
}
