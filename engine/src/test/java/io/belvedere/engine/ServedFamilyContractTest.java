package io.belvedere.engine;

import static io.belvedere.engine.FamilyEngine.about;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.Message;
import io.belvedere.engine.FamilyEngine.Answer;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.SmallFamilies;
import io.belvedere.engine.model.SmallFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every family's answers owe to nobody beside them: to no other request, no cache and no cut of the prompt. */
@ParameterizedClass
@MethodSource("families")
@Timeout(120)
class ServedFamilyContractTest {
    private static final List<Message> QUESTIONS = List.of(
            about("What is to be seen in this picture of the sea?", 150, 100),
            about("Which of the two has more ships, and which of them has the wind behind it?", 150, 100, 60, 140),
            about("Tell me of the sea, the wind and the ships that sail on it, and of those who wait for them."),
            about("And what is this?", 210, 130));

    @Parameter
    private SmallFamily family;

    static List<SmallFamily> families() {
        return SmallFamilies.all();
    }

    @Test
    void interleavedAnswersAreThoseOfEachAlone() throws Exception {
        List<List<Object>> alone = new ArrayList<>();
        for (Message question : QUESTIONS) {
            try (FamilyEngine engine = FamilyEngine.open(family, 512)) {
                alone.add(engine.ask(question).said());
            }
        }
        try (FamilyEngine engine = FamilyEngine.open(family, 16);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = QUESTIONS.stream()
                    .map(question -> clients.submit(() -> engine.ask(question)))
                    .toList();
            for (int i = 0; i < asked.size(); i++) {
                assertThat(asked.get(i).get().said()).as("question " + i).isEqualTo(alone.get(i));
            }
            assertThat(engine.passes).anyMatch(pass -> pass.slices().size() > 1);
        }
    }

    @Test
    void whatACacheKnowsIsWhatWouldBeComputed() throws Exception {
        try (FamilyEngine engine = FamilyEngine.open(family, 64)) {
            for (Message question : QUESTIONS.subList(0, 2)) {
                Answer computed = engine.ask(question);
                Answer found = engine.ask(question);
                assertThat(found.said()).isEqualTo(computed.said());
                assertThat(found.usage().cachedTokens())
                        .isPositive()
                        .isGreaterThan(computed.usage().cachedTokens());
                assertThat(found.images()).isNotEmpty().allMatch(image -> image.cached());
            }
        }
    }

    @Test
    void whatMustNotBeCutIsNotCut() throws Exception {
        for (Message question : QUESTIONS) {
            try (FamilyEngine engine = FamilyEngine.open(family, 16)) {
                for (int time = 0; time < 2; time++) { // from the beginning, and from where the cache ends
                    engine.passes.clear();
                    engine.ask(question);
                    assertThat(engine.passes).hasSizeGreaterThanOrEqualTo(12);
                    engine.passes.forEach(pass -> assertUncut(engine.plans.getLast(), pass));
                }
            }
        }
    }

    private static void assertUncut(PromptPlan plan, ForwardBatch pass) {
        ForwardBatch.Slice slice = pass.slices().getFirst();
        int from = slice.start();
        int to = from + slice.tokens().length;
        assertThat(plan.images().stream().flatMap(image -> image.spans().stream()))
                .filteredOn(PromptPlan.Span::whole)
                .noneMatch(span -> span.start() < from && from < span.end())
                .noneMatch(span -> span.start() < to && to < span.end());
    }

    @Test
    void whatMustNotBeCutAndIsLongerThanAStepIsRefusedBeforeItIsComputed() throws Exception {
        try (FamilyEngine engine = FamilyEngine.open(family, 4)) {
            Message question = QUESTIONS.getFirst();
            int whole = 0;
            try (FamilyEngine other = FamilyEngine.open(family, 512)) {
                other.ask(question);
                whole = other.plans.getFirst().longestWhole();
            }
            if (whole <= 4) {
                assertThat(engine.ask(question).usage().completionTokens()).isEqualTo(12);
            } else {
                assertThatThrownBy(() -> engine.ask(question))
                        .isInstanceOf(ChatException.class)
                        .hasMessageContaining(whole + " tokens that must be computed together")
                        .hasMessageContaining("at most 4 at a time");
                assertThat(engine.passes).isEmpty();
            }
        }
    }

    @Test
    void everyTokenOfAPromptIsComputedOnce() throws Exception {
        try (FamilyEngine engine = FamilyEngine.open(family, 16)) {
            Answer answer = engine.ask(QUESTIONS.get(1));
            int[] computed = engine.passes.stream()
                    .flatMap(pass -> pass.slices().stream())
                    .flatMapToInt(slice -> IntStream.range(slice.start(), slice.start() + slice.tokens().length))
                    .toArray();
            int prompt = answer.usage().promptTokens();
            assertThat(computed)
                    .startsWith(IntStream.range(0, prompt).toArray())
                    .doesNotHaveDuplicates();
            int rows = engine.passes.stream()
                    .flatMap(pass -> pass.slices().stream())
                    .flatMap(slice -> slice.images().stream())
                    .mapToInt(ForwardBatch.ImageRows::count)
                    .sum();
            assertThat(rows).isEqualTo(answer.usage().imageTokens());
        }
    }
}
