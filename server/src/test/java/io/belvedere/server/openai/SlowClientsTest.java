package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.chat.CompletionEvent;
import io.belvedere.server.http.Admission;
import io.belvedere.server.http.CrossOrigins;
import io.belvedere.server.http.DoorOptions;
import io.belvedere.server.http.TestTls;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that take their time, over both versions of HTTP: they are given up, and the engine is not kept waiting. */
class SlowClientsTest {
    private static final Limits QUICK =
            Limits.DEFAULTS.with(Limit.WRITE_TIME, 300).with(Limit.BODY_TIME, 300);
    private static final DoorOptions SECURE;

    static {
        try {
            SECURE = new DoorOptions(TestTls.identity(), CrossOrigins.NONE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ApiFixture api(ScriptedBackend backend) throws Exception {
        return new ApiFixture(
                backend, QUICK, (head, client) -> new Admission.Admitted(client), Optional::empty, SECURE);
    }

    /** More text than sockets hold on their way, and no end. */
    private static ScriptedBackend endless() {
        CompletionEvent.TextDelta much = new CompletionEvent.TextDelta("x".repeat(16 << 10));
        return new ScriptedBackend(Collections.nCopies(6_000, much).toArray(CompletionEvent[]::new));
    }

    private static HttpRequest.Builder post(ApiFixture api) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + api.port() + "/v1/chat/completions"))
                .header("content-type", "application/json");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatNobodyReadsEndsItsCompletion(HttpClient.Version version) throws Exception {
        ScriptedBackend backend = endless();
        try (ApiFixture api = api(backend);
                HttpClient client = TestTls.client(version)) {
            HttpRequest request = post(api)
                    .POST(HttpRequest.BodyPublishers.ofString(ApiFixture.hello("\"stream\": true,")))
                    .build();
            try (InputStream unread = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body()) {
                await().atMost(Duration.ofSeconds(30)).until(() -> backend.closedCompletions() == 1);
                assertThat(unread.read()).isEqualTo('d'); // what had come before stays readable
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamWhoseReaderLeavesEndsItsCompletion(HttpClient.Version version) throws Exception {
        ScriptedBackend backend = new ScriptedBackend(new CompletionEvent.TextDelta("one"));
        try (ApiFixture api = api(backend);
                HttpClient client = TestTls.client(version)) {
            HttpRequest request = post(api)
                    .POST(HttpRequest.BodyPublishers.ofString(ApiFixture.hello("\"stream\": true,")))
                    .build();
            InputStream left = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            assertThat(backend.closedCompletions()).isZero();
            left.close();
            await().atMost(Duration.ofSeconds(30)).until(() -> backend.closedCompletions() == 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoLeavesBeforeAWholeAnswerEndsItsCompletion(HttpClient.Version version) throws Exception {
        ScriptedBackend backend = new ScriptedBackend(new CompletionEvent.TextDelta("one"));
        try (ApiFixture api = api(backend);
                HttpClient client = TestTls.client(version)) {
            HttpRequest request = post(api)
                    .POST(HttpRequest.BodyPublishers.ofString(ApiFixture.hello("")))
                    .build();
            CompletableFuture<HttpResponse<String>> answer =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
            assertThat(backend.submitted().await(20, TimeUnit.SECONDS)).isTrue();
            answer.cancel(true);
            await().atMost(Duration.ofSeconds(30)).until(() -> backend.closedCompletions() == 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aBodyThatDoesNotComeNeverReachesTheEngine(HttpVersion version) throws Exception {
        ScriptedBackend backend = endless();
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(version)
                .setSsl(true)
                .setUseAlpn(true)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(TestTls.file("ec.pem").toString()));
        Vertx vertx = Vertx.vertx();
        try (ApiFixture api = api(backend)) {
            Future<Buffer> refused = vertx.createHttpClient(options)
                    .request(HttpMethod.POST, api.port(), "localhost", "/v1/chat/completions")
                    .compose(request -> {
                        request.setChunked(true).write("{");
                        return request.response();
                    })
                    .compose(HttpClientResponse::body);
            assertThat(refused.toCompletionStage()
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS)
                            .toString())
                    .contains("\"request_timeout\"");
            assertThat(backend.requests()).isZero();
        } finally {
            vertx.close();
        }
    }
}
