package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BmpFileTest {
    private static final byte[] NOTHING = new byte[0];
    private static final int RED = 0xFF0000;
    private static final int GREEN = 0x00FF00;
    private static final int BLUE = 0x0000FF;
    private static final int WHITE = 0xFFFFFF;

    /** Two rows of three pixels, the lower one stored first. */
    private static final int[][] STORED = {{0, 1, 1}, {1, 0, 1}};

    private static final int[] TWO_COLORS = {RED, GREEN};

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8})
    void palettesOfEveryDepth(int bits) throws ImageException {
        int[] palette = new int[1 << bits];
        System.arraycopy(TWO_COLORS, 0, palette, 0, 2);
        byte[] file = Bmps.bmp(new Bmps.Header(3, 2, bits), Bmps.words(palette), Bmps.rows(STORED, bits));
        assertColors(file, GREEN, RED, GREEN, RED, GREEN, GREEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 24, 32})
    void rowsMayGoDownwards(int bits) throws ImageException {
        int[][] colors = {{RED, GREEN, GREEN}, {GREEN, RED, GREEN}};
        int[] palette = new int[bits > 8 ? 0 : 1 << bits];
        System.arraycopy(TWO_COLORS, 0, palette, 0, Math.min(2, palette.length));
        byte[] rows = Bmps.rows(bits > 8 ? colors : STORED, bits);
        byte[] file = Bmps.bmp(new Bmps.Header(3, -2, bits), Bmps.words(palette), rows);
        assertThat(Pictures.probe(file).stored()).isEqualTo(new ImageSize(3, 2));
        assertColors(file, RED, GREEN, GREEN, GREEN, RED, GREEN);
    }

    @Test
    void theOldHeaderHasPalettesOfThreeBytes() throws ImageException {
        byte[] palette = {0, 0, (byte) 255, 0, (byte) 255, 0};
        byte[] file = Bmps.bmp(new Bmps.Header(Bmps.CORE, 3, 2, 1, 0), palette, Bmps.rows(STORED, 1));
        assertColors(file, GREEN, RED, GREEN, RED, GREEN, GREEN);
    }

    @ParameterizedTest
    @CsvSource({"12, 24", "40, 24", "40, 32", "108, 24", "108, 32", "124, 24", "124, 32"})
    void colorsAsTheyAre(int header, int bits) throws ImageException {
        byte[] rows = Bmps.rows(new int[][] {{RED, GREEN, 0x123456}}, bits);
        assertColors(Bmps.bmp(new Bmps.Header(header, 3, 1, bits, 0), NOTHING, rows), RED, GREEN, 0x123456);
    }

    @Test
    void fifteenBitsOrMasks() throws ImageException {
        byte[] plain = Bmps.rows(new int[][] {{0x7C00, 0x03E0, 0x001F, 0x7FFF}}, 16);
        assertColors(Bmps.bmp(new Bmps.Header(4, 1, 16), NOTHING, plain), RED, GREEN, BLUE, WHITE);
        byte[] masked = Bmps.rows(new int[][] {{0xF800, 0x07E0, 0x001F, 0xFFFF}}, 16);
        byte[] masks = Bmps.words(0xF800, 0x07E0, 0x001F);
        assertColors(Bmps.bmp(new Bmps.Header(40, 4, 1, 16, 3), masks, masked), RED, GREEN, BLUE, WHITE);
        byte[] wide = Bmps.rows(new int[][] {{0xFF, 0xFF00, 0xFF0000}}, 32);
        byte[] reversed = Bmps.words(0xFF, 0xFF00, 0xFF0000);
        assertColors(Bmps.bmp(new Bmps.Header(40, 3, 1, 32, 3), reversed, wide), RED, GREEN, BLUE);
    }

    @Test
    void aMaskOfAlphaIsHonoured() throws ImageException {
        byte[] rows = Bmps.rows(new int[][] {{0x80_64_00_FF, 0x00_10_20_30, 0xFF_00_FF_00}}, 32);
        byte[] file = Bmps.bmp(new Bmps.Header(Bmps.V5, 3, 1, 32, 3), NOTHING, rows);
        byte[] masks = Bmps.words(RED, GREEN, BLUE, 0xFF000000);
        System.arraycopy(masks, 0, file, 14 + 40, masks.length);
        assertColors(file, 177 << 16 | 127 << 8 | 255, WHITE, GREEN);
    }

    /** Runs, literal pixels, the end of a row and a jump over pixels that keep the first colour. */
    @Test
    void runLengths() throws ImageException {
        byte[] eight = {3, 1, 0, 0, 0, 3, 1, 0, 1, 0, 0, 0, 0, 2, 1, 0, 2, 1, 0, 1};
        int[] palette = new int[256];
        System.arraycopy(TWO_COLORS, 0, palette, 0, 2);
        byte[] file = Bmps.bmp(new Bmps.Header(40, 3, 3, 8, 1), Bmps.words(palette), eight);
        assertColors(file, RED, GREEN, GREEN, GREEN, RED, GREEN, GREEN, GREEN, GREEN);
        byte[] four = {3, 0x10, 0, 0, 0, 3, 0x01, 0x10, 0, 1};
        byte[] nibbles = Bmps.bmp(new Bmps.Header(40, 3, 2, 4, 2), Bmps.words(Arrays.copyOf(palette, 16)), four);
        assertColors(nibbles, RED, GREEN, GREEN, GREEN, RED, GREEN);
    }

    private static void assertColors(byte[] file, int... expected) throws ImageException {
        byte[] samples = Pictures.decode(file).samples();
        int[] colors = new int[samples.length / 3];
        for (int i = 0; i < colors.length; i++) {
            colors[i] = (samples[3 * i] & 0xFF) << 16 | (samples[3 * i + 1] & 0xFF) << 8 | samples[3 * i + 2] & 0xFF;
        }
        assertThat(colors).inHexadecimal().containsExactly(expected);
    }
}
