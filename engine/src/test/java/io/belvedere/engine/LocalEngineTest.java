package io.belvedere.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.chat.TokenLogProbs;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEngineTest {
    private static final GoldenModel MODEL = Golden.set().models("qwen2_5_vl").getFirst();
    private static final Path PICTURE = MODEL.cases().stream()
            .flatMap(golden -> golden.images().stream())
            .findFirst()
            .orElseThrow();
    private static final List<Message> HELLO = List.of(Message.of(Role.USER, "Hello!"));
    private static LocalEngine engine;

    @BeforeAll
    static void open() throws IOException {
        engine = open(512, 2);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static LocalEngine open(int contextTokens, int maxRequests) throws IOException {
        EngineOptions options = TinyEngine.options()
                .servedNames(List.of("tiny"))
                .contextTokens(contextTokens)
                .serving(TinyEngine.serving(16, maxRequests, 4 * contextTokens))
                .build();
        return LocalEngine.open(MODEL.folder(), null, options);
    }

    @Test
    void aStopStringEndsTheAnswerAndIsNotPartOfIt() throws Exception {
        String whole = text(run(request(HELLO, 20, List.of())));
        String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 3);
        List<CompletionEvent> events = run(request(HELLO, 20, List.of("never there", stop)));
        assertThat(text(events)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(events).contains(new CompletionEvent.ChoiceEnded(0, FinishReason.STOP));
    }

    @Test
    void countsTokens() throws Exception {
        List<CompletionEvent> events = run(request(withPicture(), 5, List.of()));
        CompletionEvent.Started started = (CompletionEvent.Started) events.getFirst();
        CompletionEvent.Finished finished = (CompletionEvent.Finished) events.getLast();
        assertThat(started.imageTokens())
                .isPositive()
                .isEqualTo(finished.usage().imageTokens());
        assertThat(finished.usage().completionTokens()).isEqualTo(5);
        assertThat(finished.usage().totalTokens()).isEqualTo(started.promptTokens() + 5);
        assertThat(events).contains(new CompletionEvent.ChoiceEnded(0, FinishReason.LENGTH));
    }

    @Test
    void endsWhenTheContextIsFull() throws Exception {
        try (LocalEngine small = open(48, 2);
                Completion completion = small.submit(request(HELLO, 1000, List.of()))) {
            CompletionEvent.Finished finished =
                    (CompletionEvent.Finished) drain(completion).getLast();
            assertThat(finished.usage().totalTokens()).isLessThanOrEqualTo(48);
        }
    }

    @Test
    void refusesAPromptLongerThanTheContext() throws Exception {
        try (LocalEngine small = open(16, 2)) {
            assertThat(failure(() -> small.submit(request(HELLO, 1, List.of()))))
                    .isInstanceOfSatisfying(
                            ChatFailure.ContextTooLong.class,
                            failure -> assertThat(failure.contextTokens()).isEqualTo(16));
        }
    }

    @Test
    void refusesTextThatNoTokensCouldBringIntoTheContextWithoutCuttingIt() throws Exception {
        try (LocalEngine small = open(16, 2)) {
            assertThat(failure(() ->
                            small.submit(request(List.of(Message.of(Role.USER, "x".repeat(1 << 20))), 1, List.of()))))
                    .isInstanceOfSatisfying(ChatFailure.TextTooLong.class, failure -> {
                        assertThat(failure.characters()).isEqualTo(1 << 20);
                        assertThat(failure.mostCharacters()).isPositive().isLessThan(1 << 20);
                    });
            assertThat(failure(() ->
                            small.submit(request(List.of(Message.of(Role.USER, "x".repeat(100))), 1, List.of()))))
                    .isInstanceOf(ChatFailure.ContextTooLong.class);
        }
    }

    @Test
    void refusesAPictureThatIsNotOne() {
        assertThat(failure(() -> engine.submit(request(picture(new byte[] {1, 2, 3}), 5, List.of()))))
                .isInstanceOfSatisfying(
                        ChatFailure.BadImage.class,
                        failure -> assertThat(failure.image()).isZero());
    }

    @Test
    void refusesAPictureThatIsStillRemote() {
        Part remote = new Part.Image(new ImageSource.Remote(URI.create("https://example.org/a.png")));
        List<Message> messages = List.of(new Message(Role.USER, List.of(remote)));
        assertThat(failure(() -> engine.submit(request(messages, 5, List.of()))))
                .isInstanceOf(ChatFailure.Invalid.class);
    }

    @Test
    void refusesMoreRequestsThanItHasPlacesAndTakesThemAgainLater() throws Exception {
        Completion one = engine.submit(request(HELLO, 400, List.of()));
        Completion two = engine.submit(request(HELLO, 400, List.of()));
        ChatFailure failure = failure(() -> engine.submit(request(HELLO, 1, List.of())));
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ChatFailure.Overloaded.class,
                        overloaded -> assertThat(overloaded.retryAfter()).isPositive());
        assertThatThrownBy(() -> engine.requireRoom("another")).hasMessage(failure.message());
        one.close();
        two.close();
        drain(one);
        drain(two);
        engine.requireRoom("another");
        assertThat(run(request(HELLO, 3, List.of())).getLast()).isInstanceOf(CompletionEvent.Finished.class);
    }

    @Test
    void aClosedEngineRefusesAndSaysSo() throws Exception {
        LocalEngine closed = open(64, 2);
        closed.close();
        ChatFailure ended = new ChatFailure.Internal("The engine has ended and takes no requests.");
        assertThat(failure(() -> closed.submit(request(HELLO, 1, List.of())))).isEqualTo(ended);
        assertThatThrownBy(() -> closed.requireRoom("another")).hasMessage(ended.message());
    }

    @Test
    void requestsSideBySideGetTheirOwnAnswers() throws Exception {
        String plain = text(run(request(HELLO, 30, List.of())));
        String pictured = text(run(request(withPicture(), 30, List.of())));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> one = threads.submit(() -> text(run(request(HELLO, 30, List.of()))));
            Future<String> two = threads.submit(() -> text(run(request(withPicture(), 30, List.of()))));
            assertThat(one.get()).isEqualTo(plain);
            assertThat(two.get()).isEqualTo(pictured);
        }
    }

    @Test
    void aSeedRepeatsItselfAndAnotherOneDoesNot() throws Exception {
        assertThat(text(run(sampled(1)))).isEqualTo(text(run(sampled(1)))).isNotEqualTo(text(run(sampled(2))));
    }

    @Test
    void tellsLogProbsOfEveryTokenIfAsked() throws Exception {
        List<CompletionEvent> events =
                run(request(SamplingOptions.builder().temperature(0).logprobs(3).build()));
        List<TokenLogProbs> told = events.stream()
                .filter(CompletionEvent.TextDelta.class::isInstance)
                .flatMap(delta -> ((CompletionEvent.TextDelta) delta).logProbs().stream())
                .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (TokenLogProbs token : told) {
            bytes.writeBytes(token.chosen().bytes());
            assertThat(token.chosen().logProb()).isNegative();
            assertThat(token.top()).hasSize(3);
        }
        assertThat(bytes.toString(UTF_8)).isEqualTo(text(events)).isNotEmpty();
        assertThat(run(request(SamplingOptions.GREEDY)))
                .filteredOn(CompletionEvent.TextDelta.class::isInstance)
                .allSatisfy(delta -> assertThat(((CompletionEvent.TextDelta) delta).logProbs())
                        .isEmpty());
    }

    @Test
    void aBiasMakesOneTokenOfAll() throws Exception {
        SamplingOptions biased =
                SamplingOptions.builder().temperature(0).logitBias(33, 100).build();
        String text = text(run(request(biased)));
        assertThat(text).hasSize(20).isEqualTo(text.substring(0, 1).repeat(20));
    }

    @Test
    void refusesABiasForWhatIsNoTokenOfTheModel() {
        SamplingOptions beyond = SamplingOptions.builder().logitBias(999_999, 1).build();
        assertThat(failure(() -> engine.submit(request(beyond))))
                .isInstanceOfSatisfying(ChatFailure.Invalid.class, failure -> {
                    assertThat(failure.field()).isEqualTo("logit_bias");
                    assertThat(failure.message())
                            .contains("token 999999")
                            .containsPattern("has \\d+ tokens, from 0 to");
                });
    }

    @Test
    void saysWhoItIs() {
        assertThat(engine.card().id()).isEqualTo("tiny");
        assertThat(engine.card().contextTokens()).isEqualTo(512);
        assertThat(engine.describe()).startsWith("Qwen2.5-VL, CPU, 2 threads");
    }

    @Test
    void opensNothingThatIsNoModel(@TempDir Path empty) {
        assertThatThrownBy(
                        () -> LocalEngine.open(empty, null, TinyEngine.options().build()))
                .isInstanceOf(IOException.class);
    }

    private static List<Message> withPicture() throws IOException {
        return picture(Files.readAllBytes(PICTURE));
    }

    private static List<Message> picture(byte[] bytes) {
        Part image = new Part.Image(new ImageSource.Inline(new ImageBytes(bytes)));
        return List.of(new Message(Role.USER, List.of(image, new Part.Text("What is this?"))));
    }

    private static ChatRequest request(List<Message> messages, int maxTokens, List<String> stop) {
        return new ChatRequest(messages, SamplingOptions.GREEDY, OptionalInt.of(maxTokens), stop);
    }

    private static ChatRequest sampled(long seed) {
        return request(SamplingOptions.builder()
                .temperature(1.5)
                .topK(0)
                .topP(0.99)
                .seed(seed)
                .build());
    }

    private static ChatRequest request(SamplingOptions options) {
        return new ChatRequest(HELLO, options, OptionalInt.of(20), List.of());
    }

    private static ChatFailure failure(Callable<Completion> call) {
        try (Completion accepted = call.call()) {
            throw new AssertionError("accepted: " + accepted);
        } catch (ChatException e) {
            return e.failure();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<CompletionEvent> run(ChatRequest request) throws ChatException, InterruptedException {
        try (Completion completion = engine.submit(request)) {
            return drain(completion);
        }
    }

    private static List<CompletionEvent> drain(Completion completion) throws InterruptedException {
        List<CompletionEvent> events = new ArrayList<>();
        do {
            events.add(completion.next());
        } while (!(events.getLast() instanceof CompletionEvent.Finished
                || events.getLast() instanceof CompletionEvent.Failed));
        return events;
    }

    private static String text(List<CompletionEvent> events) {
        StringBuilder text = new StringBuilder();
        for (CompletionEvent event : events) {
            if (event instanceof CompletionEvent.TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }
}
