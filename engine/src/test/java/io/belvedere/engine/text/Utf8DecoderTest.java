package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8DecoderTest {
    /** The Unicode standard's examples (tables 3-8 to 3-11) and the borders of each lead byte; ? is U+FFFD. */
    @ParameterizedTest
    @CsvSource({
        "C0AFE080BFF0818241, ????????A",
        "EDA080EDBFBFEDAF41, ????????A",
        "F4919293FF4180BF42, ?????A??B",
        "E180E2F09192F1BF41, ????A",
        "C2, ?",
        "C241, ?A",
        "F09F98, ?",
        "F09F9841, ?A",
        "F48FBFBF, \udbff\udfff",
        "F0908080, \ud800\udc00",
        "EE8080, \ue000",
        "F5808080, ????",
    })
    void replacesMaximalSubparts(String hex, String text) {
        assertThat(decode(HexFormat.of().parseHex(hex), 1)).isEqualTo(text.replace('?', '\ufffd'));
    }

    @Test
    void validTextSurvivesWhereverItIsCut() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            String text = random.ints(50, 0, Character.MAX_CODE_POINT + 1)
                    .map(c -> Character.getType(c) == Character.SURROGATE ? 'x' : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(decode(text.getBytes(StandardCharsets.UTF_8), 1 + random.nextInt(7)))
                    .isEqualTo(text);
        }
    }

    @Test
    void cutsDoNotChangeWhatRandomBytesBecome() {
        Random random = new Random(4);
        byte[] bytes = new byte[200];
        for (int round = 0; round < 500; round++) {
            random.nextBytes(bytes);
            assertThat(decode(bytes, 1)).isEqualTo(decode(bytes, bytes.length));
        }
    }

    private static String decode(byte[] bytes, int step) {
        Utf8Decoder decoder = new Utf8Decoder();
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < bytes.length; from += step) {
            decoder.accept(bytes, from, Math.min(bytes.length, from + step), text);
        }
        decoder.finish(text);
        return text.toString();
    }
}
