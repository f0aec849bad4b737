package io.belvedere.server.openai;

import static io.belvedere.server.openai.ApiFixture.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.chat.CompletionEvent;
import io.belvedere.server.http.Admission;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients read whose answers a stopping server has to break off. */
class StoppingTest {
    private static final Limits AT_ONCE = Limits.DEFAULTS.with(Limit.SHUTDOWN_TIME, 0);
    /** The beginning of an answer whose end never comes. */
    private static final CompletionEvent[] UNFINISHED =
            Arrays.copyOf(ApiFixture.colosseum(), ApiFixture.colosseum().length - 2);

    private final ScriptedBackend backend = new ScriptedBackend(UNFINISHED);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(backend, AT_ONCE, (head, client) -> new Admission.Admitted(client));
    }

    @AfterEach
    void close() {
        api.close();
        client.close();
    }

    @Test
    void aWholeAnswerIsRefused() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request(hello("")), HttpResponse.BodyHandlers.ofString());
        assertThat(backend.submitted().await(20, TimeUnit.SECONDS)).isTrue();
        api.close();
        HttpResponse<String> refused = answer.get(20, TimeUnit.SECONDS);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(ApiFixture.error(refused).path("code").asString()).isEqualTo("server_is_overloaded");
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        await().until(() -> backend.closedCompletions() == 1);
    }

    @Test
    void aStreamEndsWithAnEventThatSaysWhy() throws Exception {
        HttpResponse<InputStream> answer =
                client.send(request(hello("\"stream\": true,")), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (!line.contains("Colosseum")) {
            line = lines.readLine();
        }
        api.close();
        List<String> rest = lines.lines().filter(text -> !text.isEmpty()).collect(Collectors.toList());
        assertThat(rest.getLast())
                .isEqualTo(
                        "data: {\"error\":{\"message\":\"The server is stopping.\",\"type\":\"server_error\",\"param\":null,"
                                + "\"code\":\"server_is_overloaded\"}}");
        await().until(() -> backend.closedCompletions() == 1);
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(api.address("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
