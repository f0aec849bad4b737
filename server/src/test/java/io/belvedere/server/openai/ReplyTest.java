package io.belvedere.server.openai;

import static io.belvedere.server.openai.ApiFixture.hello;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.ImageProblem;
import io.belvedere.chat.Modality;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.Usage;
import io.belvedere.server.http.Admission;
import io.belvedere.server.openai.wire.ModelBody;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    private static final String IMAGE_REQUEST = "{\"model\": \"" + ScriptedBackend.MODEL + "\", %s \"messages\": ["
            + "{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"?\"},"
            + "{\"type\": \"image_url\", \"image_url\": {\"url\": \"data:image/png;base64,iVBORw0KGgo=\"}}]}]}";

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new ChatFailure.Invalid("m", "top_k"), 400, "invalid_request_error", "top_k", "invalid_value"),
                Arguments.of(
                        new ChatFailure.ContextTooLong(9, 8),
                        400,
                        "invalid_request_error",
                        "messages",
                        "context_length_exceeded"),
                Arguments.of(
                        new ChatFailure.TextTooLong(99, 88, 8),
                        400,
                        "invalid_request_error",
                        "messages",
                        "context_length_exceeded"),
                Arguments.of(
                        new ChatFailure.BadImage(0, ImageProblem.IMAGE_PARSE_ERROR, "m"),
                        400,
                        "invalid_request_error",
                        "messages[0].content[1].image_url.url",
                        "image_parse_error"),
                Arguments.of(
                        new ChatFailure.Overloaded("m", Duration.ofMillis(1_200)),
                        503,
                        "server_error",
                        null,
                        "server_is_overloaded"),
                Arguments.of(new ChatFailure.Internal("m"), 500, "server_error", null, "internal_error"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aRefusalIsAnErrorBody(ChatFailure failure, int status, String type, String param, String code)
            throws Exception {
        ScriptedBackend backend = new ScriptedBackend();
        backend.refuse(failure);
        try (ApiFixture api = new ApiFixture(backend)) {
            assertError(api.post(IMAGE_REQUEST.formatted("")), failure, status, type, param, code);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureBeforeAnyTextIsAnErrorBodyEvenWhereAStreamWasAsked(
            ChatFailure failure, int status, String type, String param, String code) throws Exception {
        for (String stream : List.of("\"stream\": true,", "")) {
            try (ApiFixture api = new ApiFixture(
                    new ScriptedBackend(new CompletionEvent.Started(9, 4), new CompletionEvent.Failed(failure)))) {
                assertError(api.post(IMAGE_REQUEST.formatted(stream)), failure, status, type, param, code);
            }
        }
    }

    private static void assertError(
            HttpResponse<String> answer, ChatFailure failure, int status, String type, String param, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(ApiFixture.error(answer).path("message").asString()).isEqualTo(failure.message());
        assertThat(ApiFixture.error(answer).path("type").asString()).isEqualTo(type);
        assertThat(ApiFixture.error(answer).path("code").asString()).isEqualTo(code);
        assertThat(
                        ApiFixture.error(answer).path("param").isNull()
                                ? null
                                : ApiFixture.error(answer).path("param").asString())
                .isEqualTo(param);
        assertThat(retryHints(answer))
                .isEqualTo(
                        switch (status) {
                            case 500 -> Map.of("x-should-retry", "false");
                            case 503 -> Map.of("retry-after", "2", "retry-after-ms", "1200");
                            default -> Map.of();
                        });
    }

    private static Map<String, String> retryHints(HttpResponse<String> answer) {
        Map<String, String> hints = new HashMap<>();
        for (String name : List.of("retry-after", "retry-after-ms", "x-should-retry")) {
            answer.headers().firstValue(name).ifPresent(value -> hints.put(name, value));
        }
        return hints;
    }

    @Test
    void aFailureAfterTextIsTheStreamsLastEvent() throws Exception {
        ScriptedBackend backend = new ScriptedBackend(
                new CompletionEvent.Started(9, 4),
                new CompletionEvent.TextDelta("a"),
                new CompletionEvent.Failed(new ChatFailure.Internal("It broke.")));
        try (ApiFixture api = new ApiFixture(backend)) {
            HttpResponse<String> answer = api.post(hello("\"stream\": true,"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .endsWith("data: {\"error\":{\"message\":\"It broke.\",\"type\":\"server_error\",\"param\":null,"
                            + "\"code\":\"internal_error\"}}\n\n")
                    .doesNotContain("[DONE]");
        }
    }

    @Test
    void theTokenLimitIsTold() throws Exception {
        ScriptedBackend backend = new ScriptedBackend(
                new CompletionEvent.Started(9, 0),
                new CompletionEvent.TextDelta("a"),
                new CompletionEvent.ChoiceEnded(0, FinishReason.LENGTH),
                new CompletionEvent.Finished(new Usage(9, 0, 0, 1)));
        try (ApiFixture api = new ApiFixture(backend)) {
            assertThat(api.post(hello("\"max_tokens\": 1,")).body()).contains("\"finish_reason\":\"length\"");
        }
    }

    @Test
    void severalAnswersAreToldByTheirIndex() throws Exception {
        ScriptedBackend backend = new ScriptedBackend(
                new CompletionEvent.Started(9, 0),
                new CompletionEvent.TextDelta(1, "b", List.of()),
                new CompletionEvent.TextDelta(0, "a", List.of()),
                new CompletionEvent.ChoiceEnded(1, FinishReason.LENGTH),
                new CompletionEvent.TextDelta(0, "A", List.of()),
                new CompletionEvent.ChoiceEnded(0, FinishReason.STOP),
                new CompletionEvent.Finished(new Usage(9, 0, 0, 3)));
        try (ApiFixture api = new ApiFixture(backend)) {
            assertThat(api.post(hello("\"n\": 2,")).body())
                    .contains("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"aA\",\"refusal\":null},"
                            + "\"logprobs\":null,\"finish_reason\":\"stop\"}")
                    .contains("{\"index\":1,\"message\":{\"role\":\"assistant\",\"content\":\"b\",\"refusal\":null},"
                            + "\"logprobs\":null,\"finish_reason\":\"length\"}")
                    .contains("\"completion_tokens\":3");
            assertThat(api.post(hello("\"n\": 2, \"stream\": true,")).body().lines())
                    .filteredOn(line -> line.contains("choices"))
                    .map(line -> line.substring(line.indexOf("\"choices\"")))
                    .containsExactly(
                            choice(0, "{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                            choice(1, "{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                            choice(1, "{\"content\":\"b\"}", "null"),
                            choice(0, "{\"content\":\"a\"}", "null"),
                            choice(1, "{}", "\"length\""),
                            choice(0, "{\"content\":\"A\"}", "null"),
                            choice(0, "{}", "\"stop\""));
        }
    }

    private static String choice(int index, String delta, String end) {
        return "\"choices\":[{\"index\":%d,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}]}"
                .formatted(index, delta, end);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorOfTheMachineEndsTheRequestToo(boolean stream) throws Exception {
        ScriptedBackend broken = new ScriptedBackend();
        broken.breakWith(new StackOverflowError("as a test"));
        try (ApiFixture api = new ApiFixture(broken)) {
            HttpResponse<String> answer = api.post(hello("\"stream\": " + stream + ","));
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("\"code\":\"internal_error\"");
        }
    }

    @Test
    void pingsFillTheWaitForARequestToBeTakenOn() throws Exception {
        Limits quick = Limits.DEFAULTS.with(Limit.PING_BEFORE_TEXT, 20);
        CountDownLatch pinged = new CountDownLatch(1);
        ScriptedBackend slow = new ScriptedBackend();
        slow.waitFor(pinged);
        slow.refuse(new ChatFailure.BadImage(0, ImageProblem.FAILED_TO_DOWNLOAD_IMAGE, "Gone."));
        try (ApiFixture api = new ApiFixture(slow, quick, (head, client) -> new Admission.Admitted(client));
                Socket socket = send(api, hello("\"stream\": true,"))) {
            String seen = readTo(socket, ": ping\n\n");
            pinged.countDown();
            assertThat(seen).startsWith("HTTP/1.1 200 OK").contains("\"role\":\"assistant\"");
            readTo(socket, "data: {\"error\":{\"message\":\"Gone.\",\"type\":\"invalid_request_error\",");
        }
    }

    private static String readTo(Socket socket, String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).isNotNegative();
            seen.append((char) next);
        }
        return seen.toString();
    }

    @Test
    void pingsFillTheWait() throws Exception {
        Limits quick = Limits.DEFAULTS.with(Limit.PING_BEFORE_TEXT, 20).with(Limit.PING_BETWEEN_TEXT, 600_000);
        ScriptedBackend waiting = new ScriptedBackend(new CompletionEvent.Started(9, 0));
        try (ApiFixture api = new ApiFixture(waiting, quick, (head, client) -> new Admission.Admitted(client));
                Socket socket = send(api, hello("\"stream\": true,"))) {
            String seen = readTo(socket, ": ping\n\n");
            readTo(socket, ": ping\n\n");
            assertThat(seen).contains("\"role\":\"assistant\"").doesNotContain("\nid:");
            assertThat(seen.indexOf("\"role\":\"assistant\"")).isLessThan(seen.indexOf(": ping"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientWhoLeavesEndsItsCompletion(boolean stream) throws Exception {
        ScriptedBackend waiting = new ScriptedBackend(new CompletionEvent.Started(9, 0));
        try (ApiFixture api = new ApiFixture(waiting)) {
            try (Socket socket = send(api, hello("\"stream\": " + stream + ","))) {
                assertThat(waiting.submitted().await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(socket.isConnected()).isTrue();
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> waiting.closedCompletions() == 1);
        }
    }

    private static Socket send(ApiFixture api, String body) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                + body.getBytes(UTF_8).length + "\r\n\r\n" + body)
                        .getBytes(UTF_8));
        return socket;
    }

    @Test
    void aModelSaysWhatItTakes() {
        ModelCard card = ScriptedBackend.CARD;
        ModelCard text = new ModelCard(
                card.id(), List.of(), card.created(), card.contextTokens(), Set.of(Modality.TEXT), card.pixels());
        assertThat(ModelBody.of(card).architecture().inputModalities()).containsExactly("text", "image");
        assertThat(ModelBody.of(text).architecture().inputModalities()).containsExactly("text");
    }

    @Test
    void modelsAndHealthAreListed() throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend())) {
            String model = "{\"id\":\"Qwen2.5-VL-32B-Instruct\",\"object\":\"model\",\"created\":1700000000,"
                    + "\"owned_by\":\"belvedere\",\"max_model_len\":32768,"
                    + "\"architecture\":{\"input_modalities\":[\"text\",\"image\"],\"output_modalities\":[\"text\"]}}";
            for (String base : List.of("", "/v1")) {
                assertThat(api.get(base + "/models").body())
                        .isEqualTo("{\"object\":\"list\",\"data\":[" + model + "]}");
                assertThat(api.get(base + "/models/Qwen2.5-VL-32B-Instruct").body())
                        .isEqualTo(model);
                HttpResponse<String> other = api.get(base + "/models/org/other%20one");
                assertThat(other.statusCode()).isEqualTo(404);
                assertThat(ApiFixture.error(other).path("code").asString()).isEqualTo("model_not_found");
            }
            assertThat(api.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
        }
    }

    @Test
    void unknownRoutesHaveTheErrorShape() throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend())) {
            HttpResponse<String> unknown = api.get("/v1/embeddings");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body())
                    .isEqualTo("{\"error\":{\"message\":\"Unknown request URL: GET /v1/embeddings.\","
                            + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"unknown_url\"}}");
            HttpResponse<String> wrong = api.get("/v1/chat/completions");
            assertThat(wrong.statusCode()).isEqualTo(405);
            assertThat(wrong.headers().firstValue("allow")).contains("POST");
        }
    }
}
