package io.belvedere.engine.image.vp8l;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.image.DecodingWatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Vp8lDecoderTest {
    @Test
    void literals() throws IOException {
        int[] argb = new Random(1).ints(17 * 5).toArray();
        assertThat(Vp8lDecoder.argb(Vp8lImages.literals(argb, 17, 5), 17, 5, DecodingWatch.NONE))
                .isEqualTo(argb);
    }

    @Test
    void greenIsAddedToRedAndBlue() throws IOException {
        byte[] image = Vp8lImages.transformed(new int[] {0x80_FF_02_05}, 1, 1, List.of(kind(2)));
        assertThat(Vp8lDecoder.argb(image, 1, 1, DecodingWatch.NONE)).containsExactly(0x80_01_02_07);
    }

    /** Factors are signed 32nds of signed samples. */
    @Test
    void colourIsCorrelatedAgain() throws IOException {
        BitWriter transform = Vp8lImages.part(kind(1).number(0, 3), 0xFF_10_F0_20);
        byte[] image = Vp8lImages.transformed(new int[] {0xFF_0A_40_14}, 1, 1, List.of(transform));
        int red = 0x0A + 64;
        int blue = 0x14 - 32 + red * 16 / 32;
        assertThat(Vp8lDecoder.argb(image, 1, 1, DecodingWatch.NONE)).containsExactly(0xFF_00_40_00 | red << 16 | blue);
    }

    /** Three colours: four indexes of two bits are packed into a pixel. */
    @Test
    void indexesAreUnpackedAndLookedUp() throws IOException {
        BitWriter palette = Vp8lImages.part(kind(3).number(3 - 1, 8), 0xFF_01_01_01, 0x00_01_02_03, 0x01_01_01_01);
        int packed = (0b11_10_01_00) << 8;
        byte[] image = Vp8lImages.transformed(new int[] {packed, 0b01 << 8}, 5, 1, List.of(palette));
        assertThat(Vp8lDecoder.argb(image, 5, 1, DecodingWatch.NONE))
                .containsExactly(0xFF_01_01_01, 0xFF_02_03_04, 0x00_03_04_05, 0, 0xFF_02_03_04);
    }

    /** The last pixel of A B C over D x, where x is predicted; D is predicted from A whatever the mode. */
    @ParameterizedTest
    @CsvSource({
        "0, 255 0 0 0",
        "1, 40 40 40 40",
        "2, 20 30 20 200",
        "3, 90 90 90 90",
        "4, 10 10 10 10",
        "5, 42 47 42 132",
        "6, 25 25 25 25",
        "7, 30 35 30 120",
        "8, 15 20 15 105",
        "9, 55 60 55 145",
        "10, 40 42 40 85",
        "11, 20 30 20 200",
        "12, 50 60 50 230",
        "13, 40 47 40 175",
        "14, 255 0 0 0"
    })
    void pixelsArePredictedFromTheirNeighbours(int mode, String expected) throws IOException {
        int[] image = {color(10, 10, 10, 10), color(20, 30, 20, 200), color(90, 90, 90, 90), color(40, 40, 40, 40), 0, 0
        };
        int[] residuals = image.clone();
        residuals[0] = subtract(image[0], 0xFF000000);
        residuals[1] = subtract(image[1], image[0]);
        residuals[2] = subtract(image[2], image[1]);
        residuals[3] = subtract(image[3], image[0]);
        BitWriter transform = Vp8lImages.part(kind(0).number(0, 3), mode << 8);
        byte[] coded = Vp8lImages.transformed(residuals, 3, 2, List.of(transform));
        String[] channels = expected.split(" ");
        int predicted = color(
                Integer.parseInt(channels[0]),
                Integer.parseInt(channels[1]),
                Integer.parseInt(channels[2]),
                Integer.parseInt(channels[3]));
        assertThat(Vp8lDecoder.argb(coded, 3, 2, DecodingWatch.NONE)[4]).isEqualTo(predicted);
    }

    @Test
    void aTransformMayNotComeTwice() {
        byte[] image = Vp8lImages.transformed(new int[1], 1, 1, List.of(kind(2), kind(2)));
        assertThatThrownBy(() -> Vp8lDecoder.argb(image, 1, 1, DecodingWatch.NONE))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anotherSizeOrSignatureIsRefused() {
        byte[] image = Vp8lImages.literals(new int[6], 3, 2);
        assertThatThrownBy(() -> Vp8lDecoder.argb(image, 2, 3, DecodingWatch.NONE))
                .isInstanceOf(IOException.class);
        image[0] = 0;
        assertThatThrownBy(() -> Vp8lDecoder.argb(image, 3, 2, DecodingWatch.NONE))
                .isInstanceOf(IOException.class);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] image = Vp8lImages.literals(new Random(2).ints(12).toArray(), 4, 3);
        for (int length = 0; length < image.length - 1; length++) {
            byte[] cut = Arrays.copyOf(image, length);
            assertThatThrownBy(() -> Vp8lDecoder.argb(cut, 4, 3, DecodingWatch.NONE))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void codesMustBeComplete() {
        assertThatThrownBy(() -> PrefixCode.of(new int[] {1, 2})).hasMessageContaining("too few");
        assertThatThrownBy(() -> PrefixCode.of(new int[] {1, 1, 1})).hasMessageContaining("too many");
        assertThatThrownBy(() -> PrefixCode.of(new int[8])).hasMessageContaining("too few");
    }

    @Test
    void codesOfUpTo15BitsAreRead() throws IOException {
        int[] lengths = new int[16];
        for (int i = 0; i < 15; i++) {
            lengths[i] = i + 1;
        }
        lengths[15] = 15;
        BitWriter bits = new BitWriter();
        for (int symbol = 0; symbol < 16; symbol++) {
            bits.number((1 << Math.min(symbol, 15)) - 1, Math.min(symbol, 15));
            bits.number(0, symbol < 15 ? 1 : 0);
        }
        PrefixCode code = PrefixCode.of(lengths);
        BitReader reader = new BitReader(bits.bytes(), 0);
        for (int symbol = 0; symbol < 16; symbol++) {
            assertThat(code.read(reader)).isEqualTo(symbol);
        }
    }

    private static BitWriter kind(int transform) {
        return new BitWriter().number(transform, 2);
    }

    private static int color(int alpha, int red, int green, int blue) {
        return alpha << 24 | red << 16 | green << 8 | blue;
    }

    private static int subtract(int a, int b) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            result |= ((a >>> shift) - (b >>> shift) & 0xFF) << shift;
        }
        return result;
    }
}
