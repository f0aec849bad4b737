package io.belvedere.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenModel;
import io.belvedere.engine.model.qwen25vl.Qwen2Words;
import io.belvedere.engine.text.BytePairTokenizer;
import io.belvedere.engine.text.TokenizerJson;
import io.belvedere.engine.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On tokens as the full tokenizer makes them, and as a small one does, whose tokens are shorter and whose loops are
 * longer.
 */
class RepetitionDetectorTest {
    private static final int NEVER = -1;
    private static final Map<String, BytePairTokenizer> TOKENIZERS = new TreeMap<>();

    @BeforeAll
    static void load() throws IOException {
        byte[] json = Files.readAllBytes(Golden.set().path("tokenizer/tokenizer.json"));
        TOKENIZERS.put("full", new BytePairTokenizer(TokenizerJson.read(json, Qwen2Words.PATTERN), Qwen2Words.PATTERN));
        for (GoldenModel model : Golden.set().models("qwen2_5_vl")) {
            try (ModelFiles files = ModelFiles.open(model.folder(), null)) {
                TOKENIZERS.put(
                        model.name(),
                        new BytePairTokenizer(Vocabulary.of(files, Qwen2Words.PATTERN), Qwen2Words.PATTERN));
            }
        }
    }

    /** How many tokens were taken when the loop was noticed. */
    private static int caughtAfter(int[] tokens) {
        RepetitionDetector detector = new RepetitionDetector();
        for (int i = 0; i < tokens.length; i++) {
            if (detector.accept(tokens[i])) {
                return i + 1;
            }
        }
        return NEVER;
    }

    @ParameterizedTest
    @EnumSource(HonestPage.class)
    void honestTextIsNeverCut(HonestPage page) {
        String text = "Here is what the picture shows:\n\n" + page.text() + "\n\nThat is all.";
        TOKENIZERS.forEach((name, tokenizer) -> {
            int[] tokens = tokenizer.encode(text);
            assertThat(caughtAfter(tokens))
                    .as("%s, with the %s tokenizer: %d tokens".formatted(page, name, tokens.length))
                    .isEqualTo(NEVER);
        });
    }

    static Stream<Arguments> loops() {
        return Stream.of(
                Arguments.of("the ", 400),
                Arguments.of("0", 400),
                Arguments.of("<br>\n", 400),
                Arguments.of("ha ha! ", 400),
                Arguments.of("<td></td>", 400),
                Arguments.of("| 0 | 0 | 0 |\n", 650),
                Arguments.of("\u56fe\u7247\u4e2d\u6709", 400),
                Arguments.of("The image shows a cat sitting on a table. ", 650),
                Arguments.of("{\"name\": \"item\", \"price\": 9.99},\n", 970),
                Arguments.of("| 2024-01-31 | Office chairs, black | 4 | 129.90 |\n", 1_030),
                Arguments.of("1. Press the button.\n2. Wait for the light.\n3. Release the button.\n", 1_030),
                Arguments.of(
                        "<tr><td>Milk</td><td>1.29</td><td>A</td></tr>\n<tr><td>Bread</td><td>2.49</td><td>B</td></tr>\n",
                        1_550));
    }

    @ParameterizedTest
    @MethodSource("loops")
    void aLoopIsNoticedInTime(String round, int within) {
        BytePairTokenizer tokenizer = TOKENIZERS.get("full");
        String before = "Here is what the picture shows, line by line: ";
        int begin = tokenizer.encode(before).length;
        int caught = caughtAfter(tokenizer.encode(before + round.repeat(within)));
        assertThat(caught - begin).isBetween(350, within);
    }

    @Test
    void everyPeriodIsNoticedExactlyWhenItIsEnough() {
        for (int period = 1; period <= RepetitionDetector.MAX_PERIOD; period++) {
            int every = period;
            int[] tokens = IntStream.range(0, 5_000).map(i -> i % every).toArray();
            assertThat(caughtAfter(tokens)).as("period " + period).isEqualTo(RepetitionDetector.enough(period));
        }
        int[] longer = IntStream.range(0, 20_000)
                .map(i -> i % (RepetitionDetector.MAX_PERIOD + 1))
                .toArray();
        assertThat(caughtAfter(longer)).isEqualTo(NEVER);
    }

    @Test
    void whatIsAllowedGrowsWithThePeriod() {
        assertThat(IntStream.of(1, 6, 8, 16, 31, 32, 64).map(RepetitionDetector::enough))
                .containsExactly(384, 384, 512, 1024, 1024, 1025, 2049);
    }

    /**
     * A pattern that is itself several rounds of a shorter one must wait for what the shorter one is allowed, and the
     * other way round.
     */
    @Test
    void aRunInsideALongerPatternIsNoPatternOfItsOwn() {
        int[] zerosInLines =
                IntStream.range(0, 5_000).map(i -> i % 40 == 39 ? 7 : 0).toArray();
        assertThat(caughtAfter(zerosInLines)).isEqualTo(RepetitionDetector.enough(40));
        int[] zeros = new int[5_000];
        zeros[0] = 3;
        assertThat(caughtAfter(zeros)).isEqualTo(1 + RepetitionDetector.enough(1));
    }

    @Test
    void oneOtherTokenBeginsTheCountAnew() {
        int enough = RepetitionDetector.enough(1);
        int[] tokens = new int[4 * enough];
        for (int i = enough - 1; i < tokens.length; i += enough) {
            tokens[i] = 1 + i;
        }
        assertThat(caughtAfter(tokens)).isEqualTo(NEVER);
        tokens[2 * enough - 1] = 0;
        assertThat(caughtAfter(tokens)).isEqualTo(2 * enough);
    }

    @Test
    void agreesWithLookingBackOverTheWholeAnswer() {
        SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < 20; run++) {
            int period = random.nextInt(1, RepetitionDetector.MAX_PERIOD + 1);
            int[] tokens = random.ints(period, 0, 3).toArray();
            int[] answer =
                    IntStream.range(0, 3_000).map(i -> tokens[i % period]).toArray();
            answer[random.nextInt(1_000)] = 9;
            assertThat(caughtAfter(answer)).isEqualTo(lookingBack(answer));
        }
    }

    private static int lookingBack(int[] answer) {
        for (int length = 1; length <= answer.length; length++) {
            int explained = 0;
            for (int period = 1; period <= Math.min(length - 1, RepetitionDetector.MAX_PERIOD); period++) {
                int tail = period;
                while (tail < length && answer[length - tail - 1] == answer[length - tail - 1 + period]) {
                    tail++;
                }
                if (tail > period && tail > explained && tail >= RepetitionDetector.enough(period)) {
                    return length;
                }
                explained = tail > period ? Math.max(explained, tail) : explained;
            }
        }
        return NEVER;
    }

    @Test
    void theTextsAreWorthTesting() {
        assertThat(Arrays.stream(HonestPage.values()).map(HonestPage::text)).doesNotHaveDuplicates();
    }
}
