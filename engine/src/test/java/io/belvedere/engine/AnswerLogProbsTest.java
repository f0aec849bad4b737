package io.belvedere.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.TokenLogProbs;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.model.qwen25vl.Qwen2Words;
import io.belvedere.engine.sampling.LogProbs;
import io.belvedere.engine.text.BytePairTokenizer;
import io.belvedere.engine.text.TextStream;
import io.belvedere.engine.text.TokenizerJson;
import io.belvedere.engine.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnswerLogProbsTest {
    private static BytePairTokenizer tokenizer;
    private static Vocabulary vocabulary;

    @BeforeAll
    static void load() throws IOException {
        vocabulary = TokenizerJson.read(
                Files.readAllBytes(Golden.set().path("tokenizer/tokenizer.json")), Qwen2Words.PATTERN);
        tokenizer = new BytePairTokenizer(vocabulary, Qwen2Words.PATTERN);
    }

    /** Each text as it comes, with the bytes of the tokens told beside it, one char a byte. */
    private static String told(int[] tokens, String... stop) {
        TextStream text = new TextStream(vocabulary, true, List.of(stop));
        AnswerLogProbs logProbs = new AnswerLogProbs(vocabulary);
        StringBuilder told = new StringBuilder();
        for (int token : tokens) {
            logProbs.add(token, new LogProbs(-1, new int[] {token}, new double[] {-1}), text.heldBack());
            append(told, text.accept(token), logProbs);
        }
        append(told, text.finish(), logProbs);
        return told.toString();
    }

    private static void append(StringBuilder told, String text, AnswerLogProbs logProbs) {
        if (!text.isEmpty()) {
            told.append(text)
                    .append(logProbs.release(text.length()).stream()
                            .map(token -> new String(token.chosen().bytes(), ISO_8859_1))
                            .collect(Collectors.joining(",", "[", "]")));
        }
    }

    @Test
    void comeWithTheText() {
        assertThat(told(tokenizer.encode("one two"))).isEqualTo("one[one] two[ two]");
    }

    @Test
    void aCharacterOfSeveralTokensBringsThemAll() {
        int[] tokens =
                "\u00f0\u009f\u008f\u009b!".chars().map(b -> tokenOf((byte) b)).toArray();
        assertThat(told(tokens)).isEqualTo("\ud83c\udfdb[\u00f0,\u009f,\u008f,\u009b]![!]");
    }

    @Test
    void anUnfinishedCharacterBringsItsTokensAtTheEnd() {
        assertThat(told(new int[] {tokenOf((byte) 'a'), tokenOf((byte) 0xf0), tokenOf((byte) 0x9f)}))
                .isEqualTo("a[a]\ufffd[\u00f0,\u009f]");
    }

    @Test
    void waitForTextThatMayBeAStopString() {
        int[] tokens = "abcd".chars().map(b -> tokenOf((byte) b)).toArray();
        assertThat(told(tokens, "bx")).isEqualTo("a[a]bc[b,c]d[d]");
        assertThat(told(tokens, "de")).isEqualTo("a[a]b[b]c[c]d[d]");
    }

    @Test
    void aStopStringTakesItsTokensAlong() {
        int[] tokens = "abcd".chars().map(b -> tokenOf((byte) b)).toArray();
        assertThat(told(tokens, "bc")).isEqualTo("a[a]");
        int[] inside = tokenizer.encode("one two");
        assertThat(told(inside, "wo"))
                .as("the second token begins before the stop string")
                .isEqualTo("one[one] t[ two]");
    }

    @Test
    void specialTokensAreNotTold() {
        assertThat(told(tokenizer.encodeTrusted("one<|im_end|>"))).isEqualTo("one[one]");
    }

    @Test
    void bytesAreExactAndTextReplacesWhatIsNoCharacter() {
        TokenLogProbs.Entry part = new TokenLogProbs.Entry(new byte[] {'x', (byte) 0xf0, (byte) 0x9f}, -2);
        assertThat(part.text()).isEqualTo("x\ufffd");
    }

    private static int tokenOf(byte b) {
        for (int id = 0; id < 256; id++) {
            if (vocabulary.bytes(id).length == 1 && vocabulary.bytes(id)[0] == b) {
                return id;
            }
        }
        throw new AssertionError("no token for byte " + b);
    }
}
