package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Small pictures whose resized values were worked out by the two reference libraries. */
class ResamplerTest {
    @Test
    void weightsOfFiveToThree() {
        ResampleWeights coarse = ResampleWeights.of(Resampler.TORCHVISION, 5, 3);
        assertThat(coarse.fractionBits()).isEqualTo(15);
        assertThat(coarse.firsts()).containsExactly(0, 0, 1);
        assertThat(coarse.starts()).containsExactly(0, 4, 9, 13);
        assertThat(coarse.values())
                .containsExactly(19157, 14620, 0, -1008, -1219, 8078, 19051, 8078, -1219, -1008, 0, 14620, 19157);
        ResampleWeights fine = ResampleWeights.of(Resampler.PILLOW, 5, 3);
        assertThat(fine.fractionBits()).isEqualTo(22);
        assertThat(fine.values())
                .containsExactly(
                        2452055, 1871305, 0, -129056, -156067, 1033945, 2438549, 1033945, -156067, -129056, 0, 1871305,
                        2452055);
    }

    @Test
    void weightsOfThreeToFive() {
        ResampleWeights weights = ResampleWeights.of(Resampler.TORCHVISION, 3, 5);
        assertThat(weights.fractionBits()).isEqualTo(14);
        assertThat(weights.firsts()).containsExactly(0, 0, 0, 0, 1);
        assertThat(weights.values())
                .containsExactly(17621, -1237, 10637, 6480, -734, 0, 16384, 0, -734, 6480, 10637, -1237, 17621);
    }

    @ParameterizedTest
    @EnumSource
    void rowsAndColumns(Resampler resampler) {
        int[] five = {10, 200, 30, 250, 0};
        int[] three = {10, 200, 30};
        assertThat(red(resampler.resize(grey(5, 1, five), new ImageSize(3, 1)))).containsExactly(87, 128, 105);
        assertThat(red(resampler.resize(grey(1, 5, five), new ImageSize(1, 3)))).containsExactly(87, 128, 105);
        assertThat(red(resampler.resize(grey(3, 1, three), new ImageSize(5, 1))))
                .containsExactly(0, 84, 200, 98, 17);
    }

    @ParameterizedTest
    @EnumSource
    void aPictureOfThreeColours(Resampler resampler) {
        byte[] samples = new byte[3 * 6 * 4];
        for (int y = 0, i = 0; y < 4; y++) {
            for (int x = 0; x < 6; x++) {
                samples[i++] = (byte) (37 * x + 11 * y);
                samples[i++] = (byte) (91 * x + 53 * y);
                samples[i++] = (byte) (200 - 29 * x - 41 * y);
            }
        }
        Rgb resized = resampler.resize(new Rgb(6, 4, samples), new ImageSize(4, 3));
        assertThat(channel(resized, 0)).containsExactly(13, 65, 124, 176, 28, 80, 139, 191, 42, 94, 153, 205);
        assertThat(channel(resized, 1)).containsExactly(37, 163, 66, 191, 113, 144, 132, 171, 189, 133, 119, 68);
        assertThat(channel(resized, 2)).containsExactly(184, 142, 98, 46, 131, 88, 30, 82, 75, 44, 170, 193);
    }

    @Test
    void theSameSizeIsTheSamePicture() {
        Rgb image = grey(2, 2, 1, 2, 3, 4);
        assertThat(Resampler.TORCHVISION.resize(image, new ImageSize(2, 2))).isSameAs(image);
    }

    @ParameterizedTest
    @CsvSource({"1,1,7,5", "9,2,1,1", "300,1,3,28", "64,64,65,63", "2,400,28,1000", "17,31,1,31"})
    void oneColourStaysOneColourWhateverTheSizes(int width, int height, int toWidth, int toHeight) {
        for (int level : new int[] {0, 1, 127, 254, 255}) {
            int[] levels = new int[width * height];
            Arrays.fill(levels, level);
            for (Resampler resampler : Resampler.values()) {
                Rgb resized = resampler.resize(grey(width, height, levels), new ImageSize(toWidth, toHeight));
                assertThat(red(resized)).hasSize(toWidth * toHeight).containsOnly(level);
            }
        }
    }

    @Test
    void turningThePictureTurnsTheResult() {
        Random random = new Random(2);
        int[] levels = random.ints(23 * 17, 0, 256).toArray();
        int[] reversed = new int[levels.length];
        for (int i = 0; i < levels.length; i++) {
            reversed[i] = levels[levels.length - 1 - i];
        }
        int[] resized = red(Resampler.TORCHVISION.resize(grey(23, 17, levels), new ImageSize(9, 31)));
        int[] ofReversed = red(Resampler.TORCHVISION.resize(grey(23, 17, reversed), new ImageSize(9, 31)));
        for (int i = 0; i < resized.length; i++) {
            assertThat(ofReversed[resized.length - 1 - i]).isEqualTo(resized[i]);
        }
    }

    private static Rgb grey(int width, int height, int... levels) {
        byte[] samples = new byte[3 * levels.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) levels[i / 3];
        }
        return new Rgb(width, height, samples);
    }

    private static int[] red(Rgb image) {
        return channel(image, 0);
    }

    private static int[] channel(Rgb image, int channel) {
        int[] levels = new int[image.width() * image.height()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = image.samples()[3 * i + channel] & 0xFF;
        }
        return levels;
    }
}
