package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.model.qwen25vl.Qwen2Words;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerJsonTest {
    private static final String BYTES = IntStream.range(0, 256)
            .mapToObj(b -> "\"" + escaped(ByteAlphabet.character(b)) + "\":" + b)
            .collect(Collectors.joining(","));
    static final String FILE = """
            {"added_tokens":[{"id":258,"content":"<|end|>","special":true},{"id":257,"content":"<t>","special":false}],
             "normalizer":{"type":"NFC"},
             "pre_tokenizer":{"type":"Sequence","pretokenizers":[
               {"type":"Split","pattern":{"Regex":"PATTERN"},"behavior":"Isolated","invert":false},
               {"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":false}]},
             "model":{"type":"BPE","dropout":null,"byte_fallback":false,"merges":["a b"],"vocab":{BYTES,"ab":256}}}
            """.replace(
            "PATTERN", Qwen2Words.PATTERN.source().replace("\\", "\\\\")).replace("BYTES", BYTES);

    @Test
    void readsPiecesMergesAndAddedTokensInAnyOrder() {
        Vocabulary vocabulary = read(FILE);
        assertThat(vocabulary.size()).isEqualTo(259);
        assertThat(vocabulary.addedTokens())
                .containsExactly(new AddedToken(257, "<t>", false), new AddedToken(258, "<|end|>", true));
        assertThat(vocabulary.added("<|end|>")).hasValue(258);
        assertThat(vocabulary.added("ab")).isEmpty();
        assertThat(vocabulary.bytes(256)).containsExactly('a', 'b');
        assertThat(new BytePairTokenizer(vocabulary, Qwen2Words.PATTERN).encode("ab"))
                .containsExactly(256);
    }

    @Test
    void readsMergesThatAreArrays() {
        Vocabulary vocabulary = read(FILE.replace("[\"a b\"]", "[[\"a\", \"b\"]]"));
        assertThat(new BytePairTokenizer(vocabulary, Qwen2Words.PATTERN).encode("ab"))
                .containsExactly(256);
    }

    @Test
    void anAddedTokenMayAlsoStandAmongThePieces() {
        Vocabulary vocabulary = read(FILE.replace("\"ab\":256", "\"ab\":256,\"<|end|>\":258"));
        assertThat(vocabulary.isSpecial(258)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{\"type\":\"NFC\"}; null; normalizer is not NFC",
                "\"Isolated\"; \"Removed\"; pre_tokenizer",
                "\\\\p{L}+; \\\\p{L}*; pre_tokenizer",
                "\"BPE\"; \"Unigram\"; model.type",
                "\"dropout\":null; \"dropout\":0.1; model.dropout",
                "\"byte_fallback\":false; \"byte_fallback\":true; model.byte_fallback",
                "\"byte_fallback\":false; \"ignore_merges\":true; model.ignore_merges",
                "\"a b\"; \"ab\"; merge 0",
                "\"a b\"; \"a c\"; the product of merge 0",
                "\"a b\"; \"a bb\"; the right of merge 0",
                "\"a b\"; 7; a merge is neither",
                "\"ab\":256; \"ab\":-1; token id -1 is outside",
                "\"ab\":256; \"ab\":2147483647; token id 2147483647 is outside",
                "\"ab\":256; \"ab\":1.5; is not an integer",
                "\"ab\":256; \"ab\":99999999999; a number out of range",
                "\"ab\":256; \"ab\":255; token id 255 is given twice",
                "\"ab\":256; \"a\\u4e2d\":256; U+4E2D",
                "\"!\":33; \"cd\":33; the piece of byte 33",
                "\"special\":true; \"lstrip\":true; lstrip is not supported",
                "\"id\":258; \"id\":257; token id 257 is given twice",
                "\"model\"; \"modell\"; model is missing",
                "{\"added; [\"added; not a JSON object",
            })
    void refusesWhatItCannotDoAndSaysWhat(String part, String replacement, String message) {
        assertThat(FILE).contains(part);
        String changed = FILE.replace(part, replacement);
        assertThatThrownBy(() -> read(changed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesEveryTruncation() {
        for (int length = 0; length < FILE.length() - 3; length += 7) {
            String cut = FILE.substring(0, length);
            assertThatThrownBy(() -> read(cut))
                    .as("%d characters", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Vocabulary read(String json) {
        return TokenizerJson.read(json.getBytes(StandardCharsets.UTF_8), Qwen2Words.PATTERN);
    }

    private static String escaped(char character) {
        return character == '"' || character == '\\' ? "\\" + character : String.valueOf(character);
    }
}
