package io.belvedere.clients;

import static io.belvedere.clients.Questions.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.errors.InternalServerException;
import com.openai.errors.UnexpectedStatusCodeException;
import dev.langchain4j.model.openai.OpenAiChatModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server with one place for requests, and little room for each. */
class CrowdedServerTest {
    private static MiniServer server;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws Exception {
        server = new MiniServer("--limit", "waiting-requests=1", "--limit", "body-size=16KiB");
        client = Questions.client(server);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void whoFindsNoPlaceIsToldWhenToComeBack() {
        try (var _ =
                client.chat().completions().createStreaming(Questions.endless().build())) {
            server.awaitRunning(1);
            InternalServerException error = catchThrowableOfType(
                    InternalServerException.class,
                    () -> client.chat().completions().create(hello().build()));
            assertThat(error.statusCode()).isEqualTo(503);
            assertThat(error.code()).contains("server_is_overloaded");
            long millis =
                    Long.parseLong(error.headers().values("retry-after-ms").getFirst());
            long seconds = Long.parseLong(error.headers().values("retry-after").getFirst());
            assertThat(millis).isPositive().isLessThanOrEqualTo(1_000 * seconds);
            assertThat(catchThrowableOfType(
                            dev.langchain4j.exception.InternalServerException.class,
                            () -> langChain().chat("Hello")))
                    .hasMessageContaining("server_is_overloaded");
        }
        server.awaitRunning(0);
    }

    private static OpenAiChatModel langChain() {
        return OpenAiChatModel.builder()
                .baseUrl(server.url())
                .apiKey(MiniServer.KEY)
                .modelName(MiniServer.MODEL)
                .maxRetries(0)
                .build();
    }

    @Test
    void aBodyOverTheLimitHasItsOwnStatus() {
        UnexpectedStatusCodeException error = catchThrowableOfType(
                UnexpectedStatusCodeException.class,
                () -> client.chat()
                        .completions()
                        .create(Questions.about("data:image/png;base64," + "A".repeat(20_000))
                                .build()));
        assertThat(error.statusCode()).isEqualTo(413);
        assertThat(error.code()).contains("request_too_large");
    }
}
