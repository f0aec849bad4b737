package io.belvedere.clients;

import static io.belvedere.clients.Questions.about;
import static io.belvedere.clients.Questions.blank;
import static io.belvedere.clients.Questions.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each refusal reaches the SDK's user as the exception made for it, with the field and the code. */
@ExtendWith(Shared.class)
class OpenAiJavaErrorsTest {
    private static MiniServer served;
    private static OpenAIClient client;
    private static Gallery gallery;

    @BeforeAll
    static void connect(MiniServer server, Gallery pictures) {
        served = server;
        client = Questions.client(server);
        gallery = pictures;
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    static Stream<Arguments> badRequests() {
        String url = "messages[0].content[0].image_url.url";
        FunctionDefinition function = FunctionDefinition.builder().name("look").build();
        ResponseFormatJsonSchema schema = ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("scene")
                        .build())
                .build();
        return Stream.of(
                arguments("temperature", hello().temperature(3), "temperature", "invalid_value"),
                arguments("top_logprobs alone", hello().topLogprobs(2), "top_logprobs", "invalid_value"),
                arguments(
                        "another type",
                        hello().putAdditionalBodyProperty("min_tokens", JsonValue.from("few")),
                        "min_tokens",
                        "invalid_type"),
                arguments("tools", hello().addFunctionTool(function), "tools", "unsupported_value"),
                arguments("JSON schema", hello().responseFormat(schema), "response_format", "unsupported_value"),
                arguments(
                        "JSON object",
                        hello().responseFormat(
                                        ResponseFormatJsonObject.builder().build()),
                        "response_format",
                        "unsupported_value"),
                arguments("private address", about("http://10.0.0.1/x.png"), url, "invalid_image_url"),
                arguments("picture not there", about(gallery.address("none")), url, "failed_to_download_image"),
                arguments("broken base64", about("data:image/png;base64,%%%"), url, "invalid_base64_image"),
                arguments("no picture", about("data:image/png;base64,aGVsbG8="), url, "unsupported_image_media_type"),
                arguments(
                        "too long",
                        blank().addUserMessage("word ".repeat(4_000)),
                        "messages",
                        "context_length_exceeded"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void aBadRequestNamesTheFieldAndTheCode(
            String name, ChatCompletionCreateParams.Builder question, String param, String code) {
        BadRequestException error = catchThrowableOfType(
                BadRequestException.class, () -> client.chat().completions().create(question.build()));
        assertThat(error.param()).contains(param);
        assertThat(error.code()).contains(code);
        assertThat(error.type()).contains("invalid_request_error");
        assertThat(error.headers().values("x-request-id")).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void aStreamIsRefusedLikeAWholeAnswer(
            String name, ChatCompletionCreateParams.Builder question, String param, String code) {
        BadRequestException error = catchThrowableOfType(BadRequestException.class, () -> stream(question.build()));
        assertThat(error.param()).contains(param);
        assertThat(error.code()).contains(code);
    }

    private static void stream(ChatCompletionCreateParams question) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(question)) {
            assertThat(stream.stream().count()).isPositive();
        }
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        OpenAIClient stranger = client.withOptions(options -> options.apiKey("sk-wrong"));
        UnauthorizedException error = catchThrowableOfType(
                UnauthorizedException.class, () -> stranger.chat().completions().create(hello().build()));
        assertThat(error.code()).contains("invalid_api_key");
        assertThat(error.getMessage()).doesNotContain("sk-wrong");
    }

    static Stream<Arguments> notFound() {
        return Stream.of(
                arguments(
                        "another model",
                        (Call) sdk -> sdk.chat()
                                .completions()
                                .create(hello().model("gpt-x").build()),
                        "model_not_found"),
                arguments("a model by name", (Call) sdk -> sdk.models().retrieve("gpt-x"), "model_not_found"),
                arguments(
                        "a route that is not here",
                        (Call) sdk -> sdk.embeddings()
                                .create(EmbeddingCreateParams.builder()
                                        .model("gpt-x")
                                        .input("word")
                                        .build()),
                        "unknown_url"));
    }

    /** One use of the SDK. */
    interface Call {
        Object on(OpenAIClient sdk);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notFound")
    void whatIsNotHereIsNotFound(String name, Call call, String code) {
        OpenAIServiceException error = catchThrowableOfType(NotFoundException.class, () -> call.on(client));
        assertThat(error.statusCode()).isEqualTo(404);
        assertThat(error.code()).contains(code);
    }

    @Test
    void aRequestThatTheSdkGivesUpEnds() {
        OpenAIClient impatient = client.withOptions(options -> options.timeout(Duration.ofMillis(700)));
        OpenAIIoException error = catchThrowableOfType(
                OpenAIIoException.class,
                () -> impatient.chat().completions().create(Questions.endless().build()));
        assertThat(error).hasMessageContaining("Request failed");
        served.awaitRunning(0);
    }
}
