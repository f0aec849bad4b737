package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Resampler;
import io.belvedere.engine.image.Rgb;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ImageProcessorTest {
    private static final Offset<Float> EXACT = within(1e-6f);

    private final ImageProcessor processor = new ImageProcessor(
            14,
            2,
            new SmartResize(28, 3136, 12_845_056),
            Resampler.TORCHVISION,
            new float[] {0.48145466f, 0.4578275f, 0.40821073f},
            new float[] {0.26862954f, 0.26130258f, 0.27577711f});

    /** A drawn image that needs no resizing, with values that the reference computed. */
    @Test
    void aDrawnImage() throws ImageException {
        PatchGrid patches = processor.patches(drawn(168, 140));
        assertThat(patches.gridHeight()).isEqualTo(10);
        assertThat(patches.gridWidth()).isEqualTo(12);
        assertThat(patches.columns()).isEqualTo(588);
        assertRow(patches, 0, 0, -1.792263f, -1.748467f, -1.704672f, -1.660877f, -1.617081f);
        assertRow(patches, 1, 0, -1.179129f, -1.135333f, -1.091538f);
        assertRow(patches, 2, 0, -0.770373f, -0.726577f, -0.682782f);
        assertRow(patches, 4, 0, -0.565995f, -0.522199f, -0.478404f);
        assertRow(patches, 0, 196, -1.752097f, -1.752097f, -1.752097f);
        double sum = 0;
        for (float value : patches.values()) {
            sum += 2.0 * value; // the reference has two equal frames
        }
        assertThat(sum).isCloseTo(23497.3474, within(1e-3));
    }

    /** Four patches of a token, then the token to its right: each patch is painted in one level of red. */
    @Test
    void rowsGoByTokens() throws ImageException {
        int[] order = {0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15};
        byte[] samples = new byte[3 * 56 * 56];
        for (int i = 0; i < 56 * 56; i++) {
            samples[3 * i] = (byte) (i / 56 / 14 * 4 + i % 56 / 14);
        }
        PatchGrid patches = processor.patches(new Rgb(56, 56, samples));
        for (int row = 0; row < 16; row++) {
            float red = (order[row] - 122.77094f) / 68.50053f;
            assertThat(patches.values()[588 * row]).isCloseTo(red, EXACT);
            assertThat(patches.values()[588 * row + 195]).isCloseTo(red, EXACT);
        }
    }

    @Test
    void everyLevelIsNormalised() {
        byte[] samples = new byte[3 * 28 * 28];
        int[] levels = {0, 1, 128, 255};
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) levels[i / 3 % 4];
        }
        PatchGrid patches = processor.cut(new Rgb(28, 28, samples));
        assertRow(patches, 0, 0, -1.7922626f, -1.7776642f, 0.0763360f, 1.9303362f);
        assertRow(patches, 0, 196, -1.7520970f, -1.7370893f, 0.1688972f, 2.0748835f);
        assertRow(patches, 0, 392, -1.4802198f, -1.4659998f, 0.3399487f, 2.1458972f);
    }

    @Test
    void tokensAreCountedFromTheResizedSize() throws ImageException {
        assertThat(processor.cells(processor.target(new ImageSize(1920, 1080))).count())
                .isEqualTo(2691);
        assertThat(processor.cells(processor.target(new ImageSize(1, 1))).count())
                .isEqualTo(4);
    }

    private static void assertRow(PatchGrid patches, int row, int column, float... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(patches.values()[row * patches.columns() + column + i]).isCloseTo(expected[i], EXACT);
        }
    }

    private static Rgb drawn(int width, int height) {
        byte[] samples = new byte[3 * width * height];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                samples[i++] = (byte) (3 * x + 5 * y);
                samples[i++] = (byte) (x * y);
                samples[i++] = (byte) (255 - 2 * x + 7 * y);
            }
        }
        return new Rgb(width, height, samples);
    }
}
