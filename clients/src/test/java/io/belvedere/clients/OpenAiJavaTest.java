package io.belvedere.clients;

import static io.belvedere.clients.Questions.about;
import static io.belvedere.clients.Questions.blank;
import static io.belvedere.clients.Questions.finishReason;
import static io.belvedere.clients.Questions.hello;
import static io.belvedere.clients.Questions.imageTokens;
import static io.belvedere.clients.Questions.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.models.Model;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole answers, as the official Java SDK reads them. */
@ExtendWith(Shared.class)
class OpenAiJavaTest {
    private static OpenAIClient client;
    private static Gallery gallery;

    @BeforeAll
    static void connect(MiniServer server, Gallery pictures) {
        client = Questions.client(server);
        gallery = pictures;
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    private static ChatCompletion ask(ChatCompletionCreateParams.Builder question) {
        return client.chat().completions().create(question.build());
    }

    @Test
    void aPictureIsSeenByAddressAndAsBase64Alike() throws Exception {
        ChatCompletion remote = ask(about(gallery.address("scene")));
        ChatCompletion inline = ask(about(Gallery.dataUrl("scene")));
        assertThat(remote.isValid()).isTrue();
        assertThat(text(remote)).contains(Questions.SCENE).isEqualTo(text(inline));
        assertThat(finishReason(remote)).isEqualTo("stop");
        assertThat(remote.model()).isEqualTo(MiniServer.MODEL);
        assertThat(remote.id()).startsWith("chatcmpl-").isNotEqualTo(inline.id());
        assertThat(remote.choices().getFirst().message().refusal()).isEmpty();
    }

    @Test
    void usageCountsWhatWasReadAndWritten() throws Exception {
        ChatCompletion seen = ask(about(Gallery.dataUrl("word")));
        ChatCompletion blind = ask(blank().addUserMessage("What's in this image?"));
        CompletionUsage usage = seen.usage().orElseThrow();
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
        assertThat(imageTokens(seen)).isBetween(16L, 256L);
        assertThat(imageTokens(blind)).isZero();
        // the markers around a picture are two tokens
        assertThat(usage.promptTokens()).isEqualTo(blind.usage().orElseThrow().promptTokens() + imageTokens(seen) + 2);
    }

    @Test
    void severalPicturesAreAllRead() throws Exception {
        List<String> urls = List.of(Gallery.dataUrl("scene"), gallery.address("word"));
        long both = imageTokens(ask(about(urls, "What is this?").maxTokens(1)));
        long apart = 0;
        for (String url : urls) {
            apart += imageTokens(ask(about(url).maxTokens(1)));
        }
        assertThat(both).isEqualTo(apart);
    }

    @Test
    void aChatGoesOnWithTheAnswerAsItWasReceived() throws Exception {
        ChatCompletion first = ask(about(Gallery.dataUrl("hearts")));
        ChatCompletion second = ask(about(Gallery.dataUrl("hearts"))
                .addMessage(first.choices().getFirst().message())
                .addUserMessage("How many hearts are there?"));
        assertThat(text(second)).contains("4");
        CompletionUsage usage = second.usage().orElseThrow();
        assertThat(usage.promptTokens())
                .isGreaterThan(first.usage().orElseThrow().promptTokens());
        assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens().orElseThrow())
                .isPositive();
    }

    @Test
    void developerAndSystemMessagesAreOneThing() {
        ChatCompletion developer =
                ask(blank().addDeveloperMessage("Answer briefly.").addUserMessage("Hello"));
        ChatCompletion system = ask(blank().addSystemMessage("Answer briefly.").addUserMessage("Hello"));
        long withoutEither = ask(hello()).usage().orElseThrow().promptTokens();
        assertThat(text(developer)).isEqualTo(text(system));
        assertThat(developer.usage().orElseThrow().promptTokens())
                .isEqualTo(system.usage().orElseThrow().promptTokens())
                .isNotEqualTo(withoutEither);
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                Arguments.of("max_completion_tokens", hello().maxCompletionTokens(3)),
                Arguments.of("max_tokens", hello().maxTokens(3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void theTokenLimitEndsTheAnswer(String field, ChatCompletionCreateParams.Builder question) {
        ChatCompletion answer = ask(question);
        assertThat(finishReason(answer)).isEqualTo("length");
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(3);
        assertThat(text(ask(hello()))).startsWith(text(answer)).isNotEqualTo(text(answer));
    }

    @Test
    void theAnswerEndsBeforeAStopString() throws Exception {
        String picture = Gallery.dataUrl("scene");
        String whole = text(ask(about(picture)));
        int crescents = whole.indexOf("two blue crescents");
        ChatCompletion one = ask(about(picture).stop("two blue"));
        ChatCompletion several = ask(about(picture).stopOfStrings(List.of("zebra", "crescents", "blue cre")));
        assertThat(text(one)).isEqualTo(whole.substring(0, crescents));
        assertThat(text(several)).isEqualTo(whole.substring(0, crescents + "two ".length()));
        assertThat(finishReason(one)).isEqualTo("stop");
        assertThat(finishReason(several)).isEqualTo("stop");
    }

    @Test
    void aSeedFixesTheAnswerAndAnotherGivesAnother() {
        List<String> answers = Stream.of(1L, 2L, 3L, 4L, 1L)
                .map(seed -> text(ask(hello().temperature(2)
                        .seed(seed)
                        .maxTokens(40)
                        .putAdditionalBodyProperty("min_tokens", JsonValue.from(40)))))
                .toList();
        assertThat(answers.getLast()).isEqualTo(answers.getFirst());
        assertThat(answers.stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void severalAnswersAreSeveralChoices() {
        ChatCompletion answer = ask(hello().n(3)
                .temperature(2)
                .seed(4)
                .maxTokens(40)
                .putAdditionalBodyProperty("min_tokens", JsonValue.from(40)));
        assertThat(answer.choices()).extracting(ChatCompletion.Choice::index).containsExactly(0L, 1L, 2L);
        assertThat(answer.choices().stream()
                        .map(choice -> choice.message().content().orElseThrow())
                        .distinct()
                        .count())
                .isGreaterThan(1);
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(120);
    }

    @Test
    void withoutTemperatureTheAnswerIsTheMostProbable() {
        assertThat(text(ask(hello()))).isEqualTo(text(ask(hello())));
        assertThat(text(ask(hello().seed(5)))).isEqualTo(text(ask(hello())));
    }

    @Test
    void logprobsTellEachTokenAndItsRivals() throws Exception {
        ChatCompletion answer =
                ask(about(Gallery.dataUrl("word")).logprobs(true).topLogprobs(3));
        List<ChatCompletionTokenLogprob> tokens =
                answer.choices().getFirst().logprobs().orElseThrow().content().orElseThrow();
        assertThat(tokens.stream().map(ChatCompletionTokenLogprob::token).collect(Collectors.joining()))
                .isEqualTo(text(answer));
        assertThat(tokens).allSatisfy(token -> {
            assertThat(token.bytes().orElseThrow()).isNotEmpty();
            assertThat(token.topLogprobs()).hasSize(3);
            assertThat(token.topLogprobs().getFirst().token()).isEqualTo(token.token());
            assertThat(token.logprob()).isEqualTo(token.topLogprobs().getFirst().logprob());
            assertThat(token.topLogprobs())
                    .extracting(ChatCompletionTokenLogprob.TopLogprob::logprob)
                    .allMatch(logprob -> logprob <= 0)
                    .isSortedAccordingTo((one, other) -> Double.compare(other, one));
        });
    }

    @Test
    void logprobsAreAbsentUnlessAskedFor() {
        assertThat(ask(hello()).choices().getFirst().logprobs()).isEmpty();
    }

    @Test
    void aBiasedTokenWins() {
        ChatCompletionCreateParams.LogitBias bias = ChatCompletionCreateParams.LogitBias.builder()
                .putAdditionalProperty("500", JsonValue.from(100))
                .build();
        ChatCompletion answer = ask(hello().logitBias(bias).logprobs(true).maxTokens(3));
        List<String> tokens = answer.choices().getFirst().logprobs().orElseThrow().content().orElseThrow().stream()
                .map(ChatCompletionTokenLogprob::token)
                .toList();
        assertThat(tokens).hasSize(3).containsOnly(tokens.getFirst());
    }

    @Test
    void nullIsAsGoodAsNothing() throws Exception {
        String picture = Gallery.dataUrl("word");
        ChatCompletion answer = ask(about(picture)
                .frequencyPenalty(Optional.empty())
                .presencePenalty(Optional.empty())
                .logitBias(Optional.empty())
                .logprobs(Optional.empty())
                .topLogprobs(Optional.empty())
                .maxCompletionTokens(Optional.empty())
                .maxTokens(Optional.empty())
                .metadata(Optional.empty())
                .n(Optional.empty())
                .seed(Optional.empty())
                .serviceTier(Optional.empty())
                .stop(Optional.empty())
                .store(Optional.empty())
                .topP(Optional.empty()));
        assertThat(text(answer)).isEqualTo(text(ask(about(picture)))).contains("Remitting");
    }

    @Test
    void modelsAreListedAndFound() {
        List<Model> models = client.models().list().data();
        assertThat(models).extracting(Model::id).containsExactly(MiniServer.MODEL);
        Model one = client.models().retrieve(MiniServer.MODEL);
        assertThat(one).isEqualTo(models.getFirst());
        assertThat(one.isValid()).isTrue();
        assertThat(one._additionalProperties()).containsKeys("max_model_len", "architecture");
    }

    @Test
    void headersNameTheRequestAndWhatWasIgnored() {
        ChatCompletionCreateParams question = hello().putAdditionalBodyProperty("colour", JsonValue.from("red"))
                .putAdditionalHeader("X-Client-Request-Id", "mine")
                .build();
        try (HttpResponseFor<ChatCompletion> answer =
                client.chat().completions().withRawResponse().create(question)) {
            assertThat(answer.requestId().orElseThrow()).startsWith("req_");
            assertThat(answer.headers().values("x-client-request-id")).containsExactly("mine");
            assertThat(answer.headers().values("openai-processing-ms"))
                    .singleElement()
                    .satisfies(millis -> assertThat(Long.parseLong(millis)).isPositive());
            assertThat(answer.headers().values("x-belvedere-ignored-fields")).containsExactly("colour");
        }
    }
}
