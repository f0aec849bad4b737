package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageProblem;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmartResizeTest {
    private final SmartResize resize = new SmartResize(28, 3136, 1_003_520);

    /** Height and width before and after, as the reference computes them. */
    @ParameterizedTest
    @CsvSource({
        "100,100, 112,112",
        "70,70, 56,56",
        "42,42, 56,56",
        "980,1022, 980,1008",
        "28,28, 56,56",
        "1,1, 56,56",
        "13,500, 28,364",
        "1,200, 28,812",
        "480,640, 476,644",
        "1080,1920, 728,1316",
        "2160,3840, 728,1316",
        "3024,4032, 840,1148"
    })
    void choosesTheReferencesSize(int height, int width, int toHeight, int toWidth) throws ImageException {
        assertThat(resize.target(new ImageSize(width, height))).isEqualTo(new ImageSize(toWidth, toHeight));
        assertThat(resize.target(new ImageSize(height, width))).isEqualTo(new ImageSize(toHeight, toWidth));
    }

    @Test
    void sidesAreMultiplesWhateverTheImage() throws ImageException {
        for (int width = 1; width <= 12_000; width += 1 + width / 7) {
            for (int height = Math.max(1, width / 200 + 1);
                    height <= Math.min(12_000, 200 * width);
                    height += 1 + height / 5) {
                ImageSize target = resize.target(new ImageSize(width, height));
                assertThat(target.width() % 28).isZero();
                assertThat(target.height() % 28).isZero();
                assertThat(target.pixels()).isLessThanOrEqualTo(1_003_520 + 28L * 28 * 200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"201, 1", "1, 201", "402, 2", "2147483647, 1"})
    void refusesElongatedImages(int width, int height) {
        assertThatThrownBy(() -> resize.target(new ImageSize(width, height)))
                .isInstanceOfSatisfying(
                        ImageException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(ImageProblem.INVALID_IMAGE))
                .hasMessage("The image has " + width + "x" + height
                        + " pixels; its longer side may be at most 200 times its shorter.");
    }

    @Test
    void refusesLimitsThatContradictEachOther() {
        assertThatThrownBy(() -> new SmartResize(28, 3136, 3135)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SmartResize(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
