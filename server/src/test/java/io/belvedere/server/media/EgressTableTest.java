package io.belvedere.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.Deadline;
import io.belvedere.chat.ImageProblem;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be dialled, URL by URL; nothing here opens a connection. */
class EgressTableTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "public.example", List.of("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"),
            "inside.example", List.of("10.1.2.3"),
            "mixed.example", List.of("93.184.215.14", "127.0.0.1"),
            "mapped.example", List.of("::ffff:10.0.0.1"),
            "nat64.example", List.of("64:ff9b::a00:1"),
            "ula.example", List.of("fd00::1"),
            "metadata.google.internal", List.of("169.254.169.254"),
            "localhost", List.of("127.0.0.1", "::1"),
            "under_score.example", List.of("93.184.215.14"));

    private static final NameService DNS = host -> {
        if (!NAMES.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        return NAMES.get(host).stream().map(InetAddress::ofLiteral).toList();
    };

    private static List<Route> admit(String url, EgressPolicy policy) throws Exception {
        EgressGate gate = new EgressGate(policy, DNS, ForkJoinPool.commonPool());
        return gate.admit(RemoteAddress.parse(URI.create(url)), Deadline.in(Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://public.example/a.png, 93.184.215.14",
        "HTTPS://PUBLIC.example./a.png, 93.184.215.14",
        "http://public.example, 93.184.215.14",
        "http://public.example:80/, 93.184.215.14",
        "https://public.example:443/?q=1#f, 93.184.215.14",
        "http://public.example:443/, 93.184.215.14",
        "https://under_score.example/, 93.184.215.14",
        "http://8.8.8.8/a.png, 8.8.8.8",
        "http://[2606:4700:4700::1111]/a.png, 2606:4700:4700:0:0:0:0:1111",
        "http://100.63.255.255/, 100.63.255.255",
        "http://100.128.0.0/, 100.128.0.0",
        "http://172.15.255.255/, 172.15.255.255",
        "http://172.32.0.0/, 172.32.0.0",
        "http://223.255.255.255/, 223.255.255.255",
    })
    void publicAddressesAreAdmitted(String url, String address) throws Exception {
        assertThat(admit(url, EgressPolicy.PUBLIC_ONLY).getFirst())
                .isEqualTo(new Route.Direct(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // loopback, in every spelling
                "http://localhost/",
                "http://LOCALHOST./",
                "http://127.0.0.1/",
                "http://127.1.2.3/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://127.1/",
                "http://127.0.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.01/",
                "http://017700000001/",
                "http://127.0.0.1./",
                "http://127.0.0.0x1/",
                "http://0/",
                "http://0x/",
                "http://256.1.1.1/",
                "http://1.2.3.4.5/",
                // mapped, compatible, translated
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::ffff:8.8.8.8]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[64:ff9b::8.8.8.8]/",
                "http://[64:ff9b:1::1]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
                // set aside
                "http://0.0.0.0/",
                "http://10.0.0.1/",
                "http://100.64.0.1/",
                "http://100.127.255.255/",
                "http://169.254.169.254/latest/meta-data/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.0.0.192/",
                "http://192.0.2.1/",
                "http://192.88.99.1/",
                "http://192.168.1.1/",
                "http://198.18.0.1/",
                "http://198.19.255.255/",
                "http://198.51.100.1/",
                "http://203.0.113.1/",
                "http://224.0.0.1/",
                "http://239.255.255.255/",
                "http://240.0.0.1/",
                "http://255.255.255.255/",
                "http://[::]/",
                "http://[fc00::1]/",
                "http://[fdff::1]/",
                "http://[fe80::1]/",
                "http://[fec0::1]/",
                "http://[ff02::1]/",
                "http://[2001:db8::1]/",
                "http://[2001:2::1]/",
                "http://[3fff::1]/",
                "http://[100::1]/",
                "http://[5f00::1]/",
                // by name
                "http://inside.example/",
                "http://mixed.example/",
                "http://mapped.example/",
                "http://nat64.example/",
                "http://ula.example/",
                "http://metadata.google.internal/",
                "http://unknown.example/",
                "http://unknown/",
                // what is no host, or more than one
                "http://user@public.example/",
                "http://user:pw@public.example/",
                "http://@public.example/",
                "http://public.example@127.0.0.1/",
                "http://public.example:80@inside.example/",
                "http:public.example",
                "http:/public.example",
                "http:///a.png",
                "http://public.example:/",
                "http://public.example:0/",
                "http://public.example:65536/",
                "http://public.example:080/",
                "http://public.example:8080/",
                "http://public.example:22/",
                "https://public.example:6379/",
                "http://-public.example/",
                "http://public..example/",
                "http://.example/",
                "http://exa%6dple.com/",
                "http://127.0.0.1%2f.public.example/",
                "http://b\u00fccher.example/",
                "http://\u212a.public.example/",
                "http://\uff11\uff12\uff17.0.0.1/",
                "http://\u2460.example/",
                "http://public.example\u3002evil/",
                "http://[::1%25eth0]/",
                "http://public.example,inside.example/",
                "http://a$b.example/",
                "ftp://public.example/",
                "file:///etc/passwd",
                "gopher://public.example/",
                "javascript:alert(1)",
                "//public.example/",
                "a.png",
            })
    void everythingElseIsNot(String url) {
        assertThatThrownBy(() -> admit(url, EgressPolicy.PUBLIC_ONLY))
                .isInstanceOfSatisfying(FetchException.class, refusal -> {
                    assertThat(refusal.problem()).isEqualTo(ImageProblem.INVALID_IMAGE_URL);
                    assertThat(refusal.fact())
                            .doesNotContain("10.")
                            .doesNotContain("127.")
                            .doesNotContain("169.254");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://public.example\\@127.0.0.1/",
                "http://127.0.0.1\\.public.example/",
                "http://public.example/a b",
                "http://public .example/",
                "http://public.example\t/",
                "http://[::1/",
                "http://public.example/%zz",
                "http://<x>/",
                "http://[v1.x]/",
                "http://[127.0.0.1]/"
            })
    void whatIsNoUriNeverGetsThatFar(String url) {
        assertThatThrownBy(() -> URI.create(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInsideNameAndAnUnknownOneLookTheSame() {
        List<String> facts = List.of("http://inside.example/", "http://unknown.example/").stream()
                .map(url -> {
                    try {
                        return admit(url, EgressPolicy.PUBLIC_ONLY).toString();
                    } catch (Exception e) {
                        return e.getMessage();
                    }
                })
                .distinct()
                .toList();
        assertThat(facts).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8000, http://127.0.0.1:8000/a.png, true",
        "127.0.0.1:8000, http://127.0.0.1:8001/a.png, false",
        "127.0.0.1:8000, http://127.0.0.1/a.png, false",
        "127.0.0.1, http://127.0.0.1:9999/, true",
        "inside.example, https://INSIDE.example/, true",
        "inside.example, https://sub.inside.example/, false",
        "Inside.Example:8443, https://inside.example:8443/, true",
        "[::1]:8000, http://[::1]:8000/, true",
        "10.1.2.3, http://inside.example/, false",
        "mixed.example, http://mixed.example/, true",
    })
    void allowedHostsAreExempt(String allowed, String url, boolean admitted) throws Exception {
        EgressPolicy policy = new EgressPolicy(Set.of(EgressPolicy.AllowedHost.parse(allowed)), false);
        if (admitted) {
            assertThat(admit(url, policy)).isNotEmpty();
        } else {
            assertThatThrownBy(() -> admit(url, policy)).isInstanceOf(FetchException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.1/, true",
        "http://inside.example/, true",
        "http://localhost/, true",
        "http://100.64.0.1/, true",
        "http://ula.example/, true",
        "http://public.example/, true",
        "http://169.254.169.254/latest/meta-data/, false",
        "http://metadata.google.internal/, false",
        "http://[fe80::1]/, false",
        "http://nat64.example/, false",
        "http://inside.example:8080/, false",
        "http://224.0.0.1/, false",
        "http://0.0.0.0/, false",
        "http://0x7f.0.0.1/, false",
    })
    void privateNetworksCanBeOpened(String url, boolean admitted) throws Exception {
        EgressPolicy policy = new EgressPolicy(Set.of(), true);
        if (admitted) {
            assertThat(admit(url, policy)).isNotEmpty();
        } else {
            assertThatThrownBy(() -> admit(url, policy)).isInstanceOf(FetchException.class);
        }
    }

    @Test
    void aNameIsJudgedAnewAtEachHop() throws Exception {
        Iterator<String> answers = List.of("93.184.215.14", "10.0.0.1").iterator();
        NameService rebinding = host -> List.of(InetAddress.ofLiteral(answers.next()));
        EgressGate gate = new EgressGate(EgressPolicy.PUBLIC_ONLY, rebinding, ForkJoinPool.commonPool());
        RemoteAddress address = RemoteAddress.parse(URI.create("http://rebinding.example/"));
        Deadline deadline = Deadline.in(Duration.ofSeconds(10));
        assertThat(gate.admit(address, deadline))
                .containsExactly(new Route.Direct(InetAddress.ofLiteral("93.184.215.14")));
        assertThatThrownBy(() -> gate.admit(address, deadline)).hasMessageContaining("no address on the public");
    }

    @ParameterizedTest
    @CsvSource({
        "https://public.example/, false, PROXY",
        "https://nobody.here.asks/, false, PROXY",
        "https://inside.example/, false, PROXY",
        "http://8.8.8.8/, false, PROXY",
        "http://trusted.example:8000/, false, 10.9.9.9",
        "http://10.0.0.1/, false, REFUSED",
        "http://[::1]/, false, REFUSED",
        "http://169.254.169.254/, false, REFUSED",
        "http://169.254.169.254/, true, REFUSED",
        "http://2130706433/, true, REFUSED",
        "http://localhost/, false, REFUSED",
        "http://a.localhost/, false, REFUSED",
        "http://intranet/, false, REFUSED",
        "http://printer.local/, false, REFUSED",
        "http://metadata.google.internal/, false, REFUSED",
        "http://nas.home.arpa/, false, REFUSED",
        "http://public.example:8080/, false, REFUSED",
        "http://intranet/, true, PROXY",
        "http://10.0.0.1/, true, PROXY",
    })
    void behindAProxyNamesAreJudgedAsTheyStand(String url, boolean privateNetworks, String way) throws Exception {
        MediaProxy proxy = MediaProxy.parse("http://proxy.example:3128");
        EgressPolicy policy = new EgressPolicy(
                Set.of(EgressPolicy.AllowedHost.parse("trusted.example:8000")), privateNetworks, Optional.of(proxy));
        NameService names = host -> {
            assertThat(host).isEqualTo("trusted.example");
            return List.of(InetAddress.ofLiteral("10.9.9.9"));
        };
        EgressGate gate = new EgressGate(policy, names, ForkJoinPool.commonPool());
        if (way.equals("REFUSED")) {
            assertThatThrownBy(
                            () -> gate.admit(RemoteAddress.parse(URI.create(url)), Deadline.in(Duration.ofSeconds(10))))
                    .isInstanceOf(FetchException.class);
        } else {
            Route expected =
                    way.equals("PROXY") ? new Route.Through(proxy) : new Route.Direct(InetAddress.ofLiteral(way));
            assertThat(gate.admit(RemoteAddress.parse(URI.create(url)), Deadline.in(Duration.ofSeconds(10))))
                    .containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy:3128",
                "https://proxy:3128",
                "http://proxy",
                "http://proxy:3128/path",
                "http://user:pw@proxy:3128",
                "http://proxy:0",
                "socks5://proxy:1080",
                "http://a b:1"
            })
    void proxiesMustBePlain(String text) {
        assertThatThrownBy(() -> MediaProxy.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not http://HOST:PORT");
    }

    @ParameterizedTest
    @CsvSource({"http://proxy:3128, proxy, 3128", "http://[::1]:3128/, ::1, 3128", "http://10.0.0.1:80, 10.0.0.1, 80"})
    void proxiesAreRead(String text, String host, int port) {
        assertThat(MediaProxy.parse(text)).isEqualTo(new MediaProxy(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":80", "a b", "host:", "host:0", "host:99999", "http://host", "::1", "*.example", "host/path"
            })
    void allowedHostsMustBeHosts(String text) {
        assertThatThrownBy(() -> EgressPolicy.AllowedHost.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HOST:PORT");
    }

    @Test
    void aNameServiceThatHangsEndsAtTheDeadline() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        NameService hanging = host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        EgressGate gate = new EgressGate(EgressPolicy.PUBLIC_ONLY, hanging, Thread::startVirtualThread);
        assertThatThrownBy(() -> gate.admit(
                        RemoteAddress.parse(URI.create("http://slow.example/")), Deadline.in(Duration.ofMillis(50))))
                .isInstanceOf(TimeoutException.class);
        never.countDown();
    }

    @ParameterizedTest
    @CsvSource({
        "http://H.example./x, h.example",
        "http://h.example:80/, h.example",
        "http://h.example:443/, h.example:443",
        "https://h.example:443/, h.example",
        "https://[2606:4700::1]:8443/, [2606:4700::1]:8443",
        "http://8.8.8.8/, 8.8.8.8",
    })
    void hostsAreToldAsClientsTellThem(String url, String authority) throws Exception {
        assertThat(RemoteAddress.parse(URI.create(url)).authority()).isEqualTo(authority);
    }

    @Test
    void pathsAndQueriesGoOutAsAscii() throws Exception {
        assertThat(RemoteAddress.parse(URI.create("http://h.example/\u00fc/%41?q=\u20ac#frag"))
                        .target())
                .isEqualTo("/%C3%BC/%41?q=%E2%82%AC");
        assertThat(RemoteAddress.parse(URI.create("http://h.example?x")).target())
                .isEqualTo("/?x");
        assertThatThrownBy(() -> RemoteAddress.parse(URI.create("http://h.example/" + "a".repeat(8_192))))
                .hasMessageContaining("8192 characters");
    }
}
