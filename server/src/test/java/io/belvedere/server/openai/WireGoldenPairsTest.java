package io.belvedere.server.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.server.http.Admission;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every request under {@code wire/} gets the answer beside it, byte for byte: a {@code .request.json} is posted and its
 * answer's body compared, a {@code .request.http} is sent as it stands and all of its answer compared.
 */
class WireGoldenPairsTest {
    private static final String JSON = ".request.json";
    private static final String HTTP = ".request.http";
    private static final Limits SMALL =
            Limits.DEFAULTS.with(Limit.BODY_SIZE, 1 << 10).with(Limit.HEADER_SIZE, 1 << 10);

    static List<Path> bodies() throws Exception {
        return files(JSON);
    }

    static List<Path> exchanges() throws Exception {
        return files(HTTP);
    }

    private static List<Path> files(String ending) throws Exception {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(WireGoldenPairsTest.class.getResource("/wire"))
                .toURI());
    }

    private static String answer(String name) throws Exception {
        return Files.readString(folder().resolve(name + ".response"));
    }

    @Test
    void everyFileIsHalfOfAPair() throws Exception {
        assertThat(bodies()).hasSizeGreaterThan(20);
        assertThat(exchanges()).hasSizeGreaterThan(10);
        assertThat(files(".response")).hasSize(bodies().size() + exchanges().size() + 1);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aPostedBodyIsAnsweredAsWritten(Path request) throws Exception {
        String name = request.getFileName().toString().replace(JSON, "");
        try (ApiFixture api = new ApiFixture(WireScripts.backend(name))) {
            HttpResponse<String> answer = api.post(Files.readAllBytes(request));
            assertThat(answer.body()).isEqualTo(answer(name));
            boolean streamed = answer.body().startsWith("data:");
            assertThat(answer.headers().firstValue("content-type"))
                    .contains(streamed ? "text/event-stream" : "application/json");
            assertThat(answer.headers().firstValue("x-request-id")).isPresent();
            assertThat(answer.statusCode() == 200).isNotEqualTo(answer.body().startsWith("{\"error\""));
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void anExchangeGoesAsWritten(Path request) throws Exception {
        String name = request.getFileName().toString().replace(HTTP, "");
        try (ApiFixture api = new ApiFixture(WireScripts.backend(name), SMALL, new ApiKeys(List.of("sk-fixture")));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(Files.readString(request).replace("\n", "\r\n").getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer.replace("\r\n", "\n").replaceFirst("req_[0-9a-f]{32}", "req_ID"))
                    .isEqualTo(answer(name));
        }
    }

    /** As many as the wait had room for: one stands for all of them. */
    @Test
    void pingsFillTheWait() throws Exception {
        CountDownLatch pinged = new CountDownLatch(1);
        ScriptedBackend backend = new ScriptedBackend(ApiFixture.colosseum());
        backend.sayNothingBefore(pinged);
        StringBuilder seen = new StringBuilder();
        Limits quick = Limits.DEFAULTS.with(Limit.PING_BEFORE_TEXT, 20);
        try (ApiFixture api = new ApiFixture(backend, quick, (head, client) -> new Admission.Admitted(client));
                InputStream answer = open(api, Files.readAllBytes(folder().resolve("ping.request")))) {
            for (int next = answer.read(); next >= 0; next = answer.read()) {
                seen.append((char) next);
                if (seen.indexOf(": ping\n\n: ping\n\n") > 0) {
                    pinged.countDown();
                }
            }
        }
        String bytes = new String(seen.toString().getBytes(ISO_8859_1), UTF_8);
        assertThat(bytes.replaceAll("(: ping\n\n)+", ": ping\n\n")).isEqualTo(answer("ping"));
    }

    private static InputStream open(ApiFixture api, byte[] body) throws Exception {
        URLConnection connection = api.address("/v1/chat/completions").toURL().openConnection();
        connection.setDoOutput(true);
        connection.setReadTimeout(20_000);
        connection.getOutputStream().write(body);
        return connection.getInputStream();
    }
}
