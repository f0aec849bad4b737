package io.belvedere.clients;

import static io.belvedere.clients.LangChain4jTest.about;
import static io.belvedere.clients.LangChain4jTest.inline;
import static io.belvedere.clients.LangChain4jTest.remote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams, as LangChain4j reads them. */
@ExtendWith(Shared.class)
class LangChain4jStreamTest {
    private static MiniServer server;
    private static Gallery gallery;

    @BeforeAll
    static void connect(MiniServer served, Gallery pictures) {
        server = served;
        gallery = pictures;
    }

    private static OpenAiStreamingChatModelBuilder model() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(server.url())
                .apiKey(MiniServer.KEY)
                .modelName(MiniServer.MODEL)
                .temperature(0.0);
    }

    /** Keeps what comes. */
    private static final class Listener implements StreamingChatResponseHandler {
        private final List<String> pieces = new CopyOnWriteArrayList<>();
        private final CompletableFuture<StreamingHandle> begun = new CompletableFuture<>();
        private final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            pieces.add(piece.text());
            begun.complete(context.streamingHandle());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            answer.completeExceptionally(error);
        }

        ChatResponse answer() throws Exception {
            return answer.get(60, TimeUnit.SECONDS);
        }
    }

    private static Listener ask(OpenAiStreamingChatModelBuilder model, UserMessage message) {
        Listener listener = new Listener();
        model.build().chat(List.of(message), listener);
        return listener;
    }

    @Test
    void aPictureIsSeenByAddressAndAsBase64Alike() throws Exception {
        for (ImageContent picture : List.of(inline("scene"), remote(gallery, "scene"))) {
            Listener listener = ask(model(), about(picture));
            ChatResponse answer = listener.answer();
            assertThat(answer.aiMessage().text()).contains(Questions.SCENE).isEqualTo(String.join("", listener.pieces));
            assertThat(listener.pieces).hasSizeGreaterThan(3);
            assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(answer.tokenUsage().totalTokenCount())
                    .isEqualTo(answer.tokenUsage().inputTokenCount()
                            + answer.tokenUsage().outputTokenCount());
        }
    }

    @Test
    void theTokenLimitIsTold() throws Exception {
        ChatResponse answer =
                ask(model().maxCompletionTokens(2), UserMessage.from("Hello")).answer();
        assertThat(answer.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(2);
    }

    @Test
    void aWrongKeyReachesTheListener() {
        Listener listener = ask(model().apiKey("wrong"), UserMessage.from("Hello"));
        assertThatThrownBy(listener::answer)
                .hasCauseInstanceOf(AuthenticationException.class)
                .hasMessageContaining("invalid_api_key");
    }

    @Test
    void aCancelledAnswerEndsItsRequest() throws Exception {
        Listener listener = ask(
                model().customParameters(Map.of("min_tokens", 1_900, "stop_on_repetition", false)),
                UserMessage.from("Hello"));
        StreamingHandle handle = listener.begun.get(30, TimeUnit.SECONDS);
        server.awaitRunning(1);
        handle.cancel();
        server.awaitRunning(0);
    }
}
