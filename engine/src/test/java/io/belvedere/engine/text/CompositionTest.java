package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompositionTest {
    @Test
    void isNormalizationFormCOnTextThatAnybodyWrites() {
        Random random = new Random(5);
        int[] alphabet = {'a', 'e', 'o', ' ', 0x301, 0x323, 0x308, 0x1100, 0x1161, 0x11A8, 0x915, 0x93C, 0x9C7, 0x9BE};
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(300); i > 0; i--) {
                text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            }
            assertThat(Composition.compose(text.toString())).isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
        }
    }

    @Test
    void aRunOfMarksBeyondTheLimitIsSortedInPieces() {
        String marks = "\u0301\u0323".repeat(300);
        String composed = Composition.compose("x" + marks + "e\u0301");
        assertThat(composed).startsWith("x" + "\u0323".repeat(128) + "\u0301".repeat(128) + "\u0323");
        assertThat(composed).endsWith("\u0301\u00e9").hasSize(602);
    }
}
