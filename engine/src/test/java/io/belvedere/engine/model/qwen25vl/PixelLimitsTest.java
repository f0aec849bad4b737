package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.PixelRange;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Resampler;
import io.belvedere.engine.image.Rgb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a picture's size under a request's range of pixels, on a server that shows up to 4,096 tokens. */
class PixelLimitsTest {
    private static final long LEAST = 4 * 28 * 28;
    private static final long MOST = 4_096 * 28 * 28;

    private final ImageProcessor processor = new ImageProcessor(
            14,
            2,
            new SmartResize(28, LEAST, MOST),
            Resampler.TORCHVISION,
            new float[] {0.5f, 0.5f, 0.5f},
            new float[] {0.5f, 0.5f, 0.5f});

    /** Width and height before, range, width and height after, as the reference's formula gives them. */
    @ParameterizedTest(name = "{0}: {1}x{2}")
    @CsvSource(textBlock = """
            low,   640, 480,   3136, 200704,  504, 364
            low,   1920, 1080, 3136, 200704,  588, 336
            low,   4032, 3024, 3136, 200704,  504, 364
            low,   100, 100,   3136, 200704,  112, 112
            low,   448, 448,   3136, 200704,  448, 448
            low,   1000, 10,   3136, 200704,  560, 28
            high,  640, 480,   3136, 3211264, 644, 476
            high,  1920, 1080, 3136, 3211264, 1932, 1092
            high,  4032, 3024, 3136, 3211264, 2044, 1540
            high,  28, 28,     3136, 3211264, 56, 56
            min,   640, 480,   1003520, 3211264, 1176, 868
            min,   1920, 1080, 1003520, 3211264, 1932, 1092
            min,   100, 100,   1003520, 3211264, 1008, 1008
            fixed, 640, 480,   1003520, 1003520, 1176, 868
            fixed, 1920, 1080, 1003520, 1003520, 1316, 728
            fixed, 1000, 10,   1003520, 1003520, 10024, 112
            least, 640, 480,   3136, 3136, 56, 28
            least, 100, 100,   3136, 3136, 56, 56
            """)
    void aRangeDecidesTheSize(String name, int width, int height, long min, long max, int toWidth, int toHeight)
            throws ImageException {
        assertThat(processor.target(new ImageSize(width, height), new PixelRange(min, max)))
                .as(name)
                .isEqualTo(new ImageSize(toWidth, toHeight));
    }

    /** Rounding up at the limit would give 4,144 tokens here. */
    @Test
    void growingStopsAtTheServersLimit() throws ImageException {
        ImageSize target = processor.target(new ImageSize(640, 480), new PixelRange(MOST, MOST));
        assertThat(target).isEqualTo(new ImageSize(2044, 1540));
    }

    @Test
    void noRangeGivesMoreTokensThanTheServerAllows() throws ImageException {
        for (int width = 1; width <= 9_000; width += 1 + width / 6) {
            for (int height = Math.max(1, width / 200 + 1);
                    height <= Math.min(9_000, 200 * width);
                    height += 1 + height / 4) {
                for (long min = LEAST; min <= MOST; min = Math.min(2 * min, min == MOST ? MOST + 1 : MOST)) {
                    ImageSize target = processor.target(new ImageSize(width, height), new PixelRange(min, MOST));
                    assertThat(target.pixels()).as(width + "x" + height).isLessThanOrEqualTo(MOST);
                    assertThat(target.width() % 28 + target.height() % 28).isZero();
                }
            }
        }
    }

    @Test
    void theServersOwnRangeIsTheReferences() throws ImageException {
        PixelRange own = processor.resize().pixels();
        for (ImageSize size :
                new ImageSize[] {new ImageSize(640, 480), new ImageSize(1, 200), new ImageSize(9_000, 60)}) {
            assertThat(processor.target(size, own)).isEqualTo(processor.target(size));
        }
    }

    @Test
    void patchesCoverTheSizeThatWasChosen() throws ImageException {
        Rgb image = new Rgb(640, 480, new byte[3 * 640 * 480]);
        ImageSize target = processor.target(image.size(), new PixelRange(LEAST, 200_704));
        PatchGrid patches = processor.patches(image, target, DecodingWatch.NONE);
        assertThat(patches.gridWidth()).isEqualTo(504 / 14);
        assertThat(patches.gridHeight()).isEqualTo(364 / 14);
        assertThat(processor.cells(target).count()).isEqualTo(234);
        assertThat(processor.cells(target).size()).isEqualTo(target);
    }
}
