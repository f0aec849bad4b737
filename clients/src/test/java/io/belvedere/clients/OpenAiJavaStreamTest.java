package io.belvedere.clients;

import static io.belvedere.clients.Questions.about;
import static io.belvedere.clients.Questions.endless;
import static io.belvedere.clients.Questions.finishReason;
import static io.belvedere.clients.Questions.hello;
import static io.belvedere.clients.Questions.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams, as the official Java SDK reads them. */
@ExtendWith(Shared.class)
class OpenAiJavaStreamTest {
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

    private static List<ChatCompletionChunk> chunks(ChatCompletionCreateParams.Builder question) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(question.build())) {
            return stream.stream().toList();
        }
    }

    private static ChatCompletion folded(List<ChatCompletionChunk> chunks) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        chunks.forEach(whole::accumulate);
        return whole.chatCompletion();
    }

    private static ChatCompletion whole(ChatCompletionCreateParams.Builder question) {
        return client.chat().completions().create(question.build());
    }

    private static ChatCompletionStreamOptions withUsage() {
        return ChatCompletionStreamOptions.builder().includeUsage(true).build();
    }

    @Test
    void aStreamFoldsToTheWholeAnswer() throws Exception {
        ChatCompletion expected = whole(about(Gallery.dataUrl("scene")));
        for (String url : List.of(Gallery.dataUrl("scene"), gallery.address("scene"))) {
            ChatCompletion streamed = folded(chunks(about(url)));
            assertThat(text(streamed)).contains(Questions.SCENE).isEqualTo(text(expected));
            assertThat(finishReason(streamed)).isEqualTo(finishReason(expected));
            assertThat(streamed.model()).isEqualTo(MiniServer.MODEL);
        }
    }

    @Test
    void everyChunkIsOneChoiceOfOneAnswer() {
        List<ChatCompletionChunk> chunks = chunks(hello());
        assertThat(chunks).hasSizeGreaterThan(3).allSatisfy(chunk -> {
            assertThat(chunk.isValid()).isTrue();
            assertThat(chunk.id()).isEqualTo(chunks.getFirst().id());
            assertThat(chunk.created()).isEqualTo(chunks.getFirst().created());
            assertThat(chunk.choices())
                    .singleElement()
                    .satisfies(choice -> assertThat(choice.index()).isZero());
            assertThat(chunk.usage()).isEmpty();
        });
        ChatCompletionChunk.Choice opening = chunks.getFirst().choices().getFirst();
        assertThat(opening.delta().role()).contains(ChatCompletionChunk.Choice.Delta.Role.ASSISTANT);
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(chunk ->
                        assertThat(chunk.choices().getFirst().finishReason()).isEmpty());
        assertThat(chunks.getLast().choices().getFirst().finishReason())
                .contains(ChatCompletionChunk.Choice.FinishReason.STOP);
    }

    @Test
    void usageComesLastAndOnlyWhenAskedFor() {
        List<ChatCompletionChunk> chunks = chunks(hello().streamOptions(withUsage()));
        ChatCompletionChunk last = chunks.getLast();
        assertThat(last.choices()).isEmpty();
        assertThat(last.usage()).isEqualTo(whole(hello()).usage());
        assertThat(chunks.subList(0, chunks.size() - 1)).allSatisfy(chunk -> {
            assertThat(chunk.choices()).hasSize(1);
            assertThat(chunk.usage()).isEmpty();
        });
    }

    @Test
    void logprobsAndEndsAreThoseOfTheWholeAnswer() {
        ChatCompletion streamed =
                folded(chunks(hello().logprobs(true).topLogprobs(2).stop("picture")));
        ChatCompletion expected = whole(hello().logprobs(true).topLogprobs(2).stop("picture"));
        assertThat(text(streamed)).isEqualTo(text(expected)).doesNotContain("picture");
        assertThat(streamed.choices().getFirst().logprobs().orElseThrow().content())
                .isEqualTo(
                        expected.choices().getFirst().logprobs().orElseThrow().content());
        assertThat(finishReason(folded(chunks(hello().maxCompletionTokens(2))))).isEqualTo("length");
    }

    @Test
    void severalAnswersComeSideBySide() {
        ChatCompletion streamed = folded(chunks(hello().n(3)));
        String expected = text(whole(hello()));
        assertThat(streamed.choices()).hasSize(3).allSatisfy(choice -> {
            assertThat(choice.message().content()).contains(expected);
            assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        });
    }

    @Test
    void aClosedStreamEndsItsRequest() {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(endless().build())) {
            assertThat(stream.stream().skip(3).findFirst()).isPresent();
            served.awaitRunning(1);
        }
        served.awaitRunning(0);
    }

    @Test
    void aClosedAsynchronousStreamEndsItsRequest() throws Exception {
        CountDownLatch seen = new CountDownLatch(3);
        AsyncStreamResponse<ChatCompletionChunk> stream =
                client.async().chat().completions().createStreaming(endless().build());
        stream.subscribe(chunk -> seen.countDown());
        assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
        served.awaitRunning(1);
        stream.close();
        served.awaitRunning(0);
    }
}
