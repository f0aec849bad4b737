package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.model.qwen25vl.Qwen2Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();

    VocabularyTest() {
        for (int b = 0; b < 256; b++) {
            add(String.valueOf(ByteAlphabet.character(b)), 1);
        }
    }

    @Test
    void readsTheTokenTypesOfGguf() {
        add("ab", 1);
        add("<|end|>", 3);
        add("<tool_call>", 4);
        add("[PAD259]", 5);
        Vocabulary vocabulary = gguf(List.of("a b"));
        assertThat(vocabulary.size()).isEqualTo(260);
        assertThat(vocabulary.isPiece(256)).isTrue();
        assertThat(vocabulary.isSpecial(257)).isTrue();
        assertThat(vocabulary.isSpecial(258)).isFalse();
        assertThat(vocabulary.isPiece(258)).isFalse();
        assertThat(vocabulary.bytes(259)).as("unused ids have no text").isEmpty();
        assertThat(vocabulary.added("<tool_call>")).hasValue(258);
        assertThat(new BytePairTokenizer(vocabulary, Qwen2Words.PATTERN).encodeTrusted("ab<|end|>[PAD259]"))
                .startsWith(256, 257, '[', 'P');
    }

    @Test
    void idsOutsideHaveNoTextAndNoKind() {
        Vocabulary vocabulary = gguf(List.of());
        for (int id : new int[] {-1, 256, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(vocabulary.bytes(id)).isEmpty();
            assertThat(vocabulary.isSpecial(id)).isFalse();
            assertThat(vocabulary.isPiece(id)).isFalse();
        }
    }

    @Test
    void refusesArraysThatDoNotFit() {
        add("<0x00>", 6);
        assertThatThrownBy(() -> gguf(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token 256 has type 6");
        types.removeLast();
        assertThatThrownBy(() -> gguf(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("257 tokens but 256 token types");
    }

    @Test
    void everyByteMustHaveAPiece() {
        types.set(200, 5);
        assertThatThrownBy(() -> gguf(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the piece of byte 200");
    }

    private void add(String token, int type) {
        tokens.add(token);
        types.add(type);
    }

    private Vocabulary gguf(List<String> merges) {
        int[] array = Arrays.stream(types.toArray(new Integer[0]))
                .mapToInt(Integer::intValue)
                .toArray();
        return Vocabulary.ofGguf(tokens, array, merges);
    }
}
