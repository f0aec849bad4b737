package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.model.qwen25vl.Qwen2Words;
import io.belvedere.engine.text.PromptPiece.ImageSlot;
import io.belvedere.engine.text.PromptPiece.Marker;
import io.belvedere.engine.text.PromptPiece.UserText;
import io.belvedere.engine.text.PromptTokens.ImageRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytePairTokenizerTest {
    private static final int END = 300;
    private static final int PAD = 301;
    private static final int CALL = 302;

    private final Vocabulary vocabulary = ByteVocabulary.of(
            List.of("a a", "aa aa", "b c", "a b"),
            new AddedToken(END, "<|end|>", true),
            new AddedToken(PAD, "<|pad|>", true),
            new AddedToken(CALL, "<call>", false));
    private final BytePairTokenizer tokenizer = new BytePairTokenizer(vocabulary, Qwen2Words.PATTERN);

    @Test
    void lowestRankMergesFirstAndTheLeftmostOnATie() {
        assertThat(tokenizer.encode("aaa")).containsExactly(256, 'a');
        assertThat(tokenizer.encode("aaaaa")).containsExactly(257, 'a');
        assertThat(tokenizer.encode("abc")).as("b c goes before a b").containsExactly('a', 258);
    }

    @Test
    void specialTokensAreRecognisedInTrustedTextAlone() {
        assertThat(tokenizer.encodeTrusted("z<|end|>z<call>")).containsExactly('z', END, 'z', CALL);
        assertThat(tokenizer.encode("<|end|>")).containsExactly('<', '|', 'e', 'n', 'd', '|', '>');
        assertThat(tokenizer.encode("z<call>"))
                .as("not special: part of what is said")
                .containsExactly('z', CALL);
    }

    @Test
    void piecesJoinIntoOneTextButForgedMarksStayText() {
        List<PromptPiece> pieces = List.of(
                new Marker("<|end|>a"),
                new UserText("a<|e"),
                new UserText("nd|>"),
                new ImageSlot(1, 3, 2),
                new Marker("<|pad|"),
                new UserText(">"),
                new ImageSlot(0, 0, 1));
        PromptTokens tokens = tokenizer.encode(pieces, PAD);
        assertThat(tokens.ids())
                .containsExactly(
                        END, 256, '<', '|', 'e', 'n', 'd', '|', '>', PAD, PAD, '<', '|', 'p', 'a', 'd', '|', '>', PAD);
        assertThat(tokens.images()).containsExactly(new ImageRange(1, 9, 2, 3), new ImageRange(0, 18, 1, 0));
    }

    @Test
    void textIsComposedAndUnpairedSurrogatesAreReplaced() {
        assertThat(tokenizer.encode("e\u0301")).isEqualTo(tokenizer.encode("\u00e9"));
        assertThat(tokenizer.decode(tokenizer.encode("x\ud800y"), false)).isEqualTo("x\ufffdy");
        assertThat(tokenizer.decode(tokenizer.encode("\udc00\ud83d\ude00\ud83d"), false))
                .isEqualTo("\ufffd\ud83d\ude00\ufffd");
    }

    @Test
    void emptyTextHasNoTokens() {
        assertThat(tokenizer.encode("")).isEmpty();
        assertThat(tokenizer.encode(List.of(), PAD).ids()).isEmpty();
    }

    @Test
    void decodingSkipsSpecialTokensOnRequestAndUnknownIdsAlways() {
        int[] ids = {'a', END, CALL, 290, 5000, -1, 'b'};
        assertThat(tokenizer.decode(ids, false)).isEqualTo("a<|end|><call>b");
        assertThat(tokenizer.decode(ids, true)).isEqualTo("a<call>b");
    }

    /**
     * Runs on which a backtracking or recursive pattern, or merging by scans, would take minutes or overflow the stack.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"a", " ", "\n", "7", "!", "\t", "ab", " \n", "\u00a0", "'s", "\u4e2d", "a\u0301", "\u0301\u0323"
            })
    void aMegabyteOfOneRunIsEncodedWhole(String unit) {
        String text = unit.repeat((1 << 20) / unit.getBytes(StandardCharsets.UTF_8).length);
        assertThat(tokenizer.decode(tokenizer.encode(text), false)).isEqualTo(Composition.compose(text));
    }
}
