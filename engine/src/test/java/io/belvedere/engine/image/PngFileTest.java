package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of PNG that the standard has. */
class PngFileTest {
    /** Neither a multiple of 8 pixels wide nor high. */
    private static final ImageSize SIZE = new ImageSize(21, 13);

    @ParameterizedTest(name = "kind {0} of {1} bits, interlaced {2}")
    @CsvSource({
        "0, 1, false", "0, 2, false", "0, 4, false", "0, 8, false", "0, 16, false",
        "2, 8, false", "2, 16, false", "3, 1, false", "3, 2, false", "3, 4, false",
        "3, 8, false", "4, 8, false", "4, 16, false", "6, 8, false", "6, 16, false",
        "0, 1, true", "0, 2, true", "0, 4, true", "0, 8, true", "0, 16, true",
        "2, 8, true", "2, 16, true", "3, 1, true", "3, 2, true", "3, 4, true",
        "3, 8, true", "4, 8, true", "4, 16, true", "6, 8, true", "6, 16, true"
    })
    void everyKindIsReadSampleForSample(int kind, int depth, boolean interlaced) throws ImageException {
        int colors = kind == Pngs.PALETTE ? 1 << depth : 0;
        byte[] palette = new byte[3 * colors];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = (byte) (i * 41);
        }
        byte[] chunk = colors == 0 ? new byte[0] : Pictures.pngChunk("PLTE", palette);
        byte[] file = Pngs.png(SIZE, depth, kind, interlaced, (x, y, c) -> sample(x, y, c, depth), chunk);
        assertThat(Pictures.probe(file).stored()).isEqualTo(SIZE);
        byte[] decoded = Pictures.decode(file).samples();
        for (int i = 0; i < decoded.length; i++) {
            int x = i / 3 % SIZE.width();
            int y = i / 3 / SIZE.width();
            int expected = colors > 0
                    ? palette[3 * sample(x, y, 0, depth) + i % 3] & 0xFF
                    : expected(x, y, i % 3, kind, depth);
            assertThat(decoded[i] & 0xFF)
                    .as("sample %d of (%d, %d)", i % 3, x, y)
                    .isEqualTo(expected);
        }
    }

    /** Colours fade into white. */
    private static int expected(int x, int y, int channel, int kind, int depth) {
        int channels = Pngs.channels(kind);
        int value = eightBits(sample(x, y, channels < 3 ? 0 : channel, depth), depth);
        int alpha = channels % 2 == 0 ? eightBits(sample(x, y, channels - 1, depth), depth) : 255;
        return Math.round((value * alpha + 255 * (255 - alpha)) / 255f);
    }

    private static int eightBits(int sample, int depth) {
        return depth == 16 ? sample >> 8 : sample * 255 / ((1 << depth) - 1);
    }

    private static int sample(int x, int y, int channel, int depth) {
        return (x * 7919 + y * 104729 + channel * 1299709 & 0x7FFFFFFF) % (1 << depth);
    }

    /** A palette's colours may each be transparent by a degree; those that the chunk leaves out are opaque. */
    @Test
    void aPaletteMayBeTransparent() throws ImageException {
        byte[] palette = Pictures.pngChunk("PLTE", new byte[] {0, 0, 0, 100, 0, 0, 0, 100, 0});
        byte[] transparency = Pictures.pngChunk("tRNS", new byte[] {0, (byte) 128});
        byte[] file = Pngs.png(new ImageSize(3, 1), 2, Pngs.PALETTE, false, (x, y, c) -> x, palette, transparency);
        assertThat(Pictures.decode(file).samples())
                .containsExactly(new int[] {255, 255, 255, 177, 127, 127, 0, 100, 0});
    }

    /** One colour of a picture without alpha may stand for nothing. */
    @ParameterizedTest(name = "kind {0} of {1} bits")
    @CsvSource({"0, 1", "0, 2", "0, 4", "0, 8", "0, 16", "2, 8", "2, 16"})
    void oneColourMayBeTransparent(int kind, int depth) throws ImageException {
        int channels = Pngs.channels(kind);
        byte[] color = new byte[2 * channels]; // black
        byte[] file = Pngs.png(
                new ImageSize(4, 1),
                depth,
                kind,
                false,
                (x, y, c) -> x == 0 ? 0 : (1 << depth) / 2,
                Pictures.pngChunk("tRNS", color));
        byte[] decoded = Pictures.decode(file).samples();
        assertThat(decoded[0]).as("transparent").isEqualTo((byte) 255);
        assertThat(decoded[3] & 0xFF).as("opaque").isEqualTo(eightBits((1 << depth) / 2, depth));
    }
}
