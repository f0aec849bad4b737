package io.belvedere.engine.model.qwen25vl;

import io.belvedere.chat.PixelRange;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Resampler;
import io.belvedere.engine.image.Rgb;
import java.util.Arrays;

/**
 * Upright RGB to patches, as the image processor of the Qwen2.5-VL reference (transformers) makes them: resize,
 * normalise, cut.
 *
 * <p>The reference repeats a still image as two equal frames, 2 * 588 values a patch. Here a patch has one frame's
 * values; the patch embedding adds up its weights of the two frames instead.
 *
 * @param patchSize pixels along the side of a patch
 * @param mergeSize patches along the side of an image token
 * @param mean of red, green and blue, of values from 0 to 1
 * @param deviation standard deviation, likewise
 */
public record ImageProcessor(
        int patchSize, int mergeSize, SmartResize resize, Resampler resampler, float[] mean, float[] deviation) {
    private static final int CHANNELS = 3;

    /** Every number that decides what becomes of a picture. */
    String describe() {
        return "qwen2.5-vl patches of %d, %d a side merged, %s, %s, mean %s, deviation %s"
                .formatted(patchSize, mergeSize, resize, resampler, Arrays.toString(mean), Arrays.toString(deviation));
    }

    /**
     * The size to which an image of this upright size is resized.
     *
     * @throws ImageException if it is too elongated
     */
    public ImageSize target(ImageSize image) throws ImageException {
        return resize.target(image);
    }

    /**
     * The same within other limits. What rounding up would carry beyond {@code resize}'s own limit is brought back
     * under that.
     *
     * @param pixels within those of {@code resize}
     * @throws ImageException if it is too elongated
     */
    ImageSize target(ImageSize image, PixelRange pixels) throws ImageException {
        ImageSize target = resize.within(pixels).target(image);
        return target.pixels() > resize.maxPixels() ? resize.target(target) : target;
    }

    /** Bytes of the patches of an image that takes so many tokens. */
    long patchBytes(int tokens) {
        return (long) tokens * mergeSize * mergeSize * CHANNELS * patchSize * patchSize * Float.BYTES;
    }

    /** The image tokens of an image that is resized to {@code target}. */
    PromptPositions.Cells cells(ImageSize target) {
        int side = patchSize * mergeSize;
        return new PromptPositions.Cells(target.height() / side, target.width() / side, side);
    }

    /**
     * The patches of an image of any size. Rows go by image tokens, left to right and top to bottom, and within a token
     * by patches in the same order. Columns are (channel, y, x).
     *
     * @throws ImageException if it is too elongated
     */
    public PatchGrid patches(Rgb image) throws ImageException {
        return patches(image, target(image.size()), DecodingWatch.NONE);
    }

    /**
     * The patches of an image that is resized to {@code target}.
     *
     * @param watch is asked for each row
     */
    PatchGrid patches(Rgb image, ImageSize target, DecodingWatch watch) {
        return cut(resampler.resize(image, target, watch));
    }

    /** The patches of an image whose sides are multiples of an image token's. */
    PatchGrid cut(Rgb image) {
        int gridHeight = image.height() / patchSize;
        int gridWidth = image.width() / patchSize;
        int columns = CHANNELS * patchSize * patchSize;
        float[] values = new float[Math.multiplyExact(gridHeight * gridWidth, columns)];
        float[][] normalized = normalized();
        int row = 0;
        for (int top = 0; top < gridHeight; top += mergeSize) {
            for (int left = 0; left < gridWidth; left += mergeSize) {
                for (int patch = 0; patch < mergeSize * mergeSize; patch++, row++) {
                    int y = (top + patch / mergeSize) * patchSize;
                    int x = (left + patch % mergeSize) * patchSize;
                    copyPatch(image, y, x, normalized, values, row * columns);
                }
            }
        }
        return new PatchGrid(gridHeight, gridWidth, columns, values);
    }

    private void copyPatch(Rgb image, int top, int left, float[][] normalized, float[] values, int start) {
        int at = start;
        for (int channel = 0; channel < CHANNELS; channel++) {
            float[] ofSample = normalized[channel];
            for (int y = top; y < top + patchSize; y++) {
                int sample = CHANNELS * (y * image.width() + left) + channel;
                for (int x = 0; x < patchSize; x++, sample += CHANNELS) {
                    values[at++] = ofSample[image.samples()[sample] & 0xFF];
                }
            }
        }
    }

    /**
     * The value of each sample: (channel, 256). Mean and deviation are scaled to 0..255 first, in floats as the
     * reference does.
     */
    private float[][] normalized() {
        float[][] normalized = new float[CHANNELS][256];
        for (int channel = 0; channel < CHANNELS; channel++) {
            float scaledMean = mean[channel] * 255f;
            float scaledDeviation = deviation[channel] * 255f;
            for (int sample = 0; sample < 256; sample++) {
                normalized[channel][sample] = (sample - scaledMean) / scaledDeviation;
            }
        }
        return normalized;
    }
}
