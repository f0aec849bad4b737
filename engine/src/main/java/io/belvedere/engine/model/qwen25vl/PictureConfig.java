package io.belvedere.engine.model.qwen25vl;

/**
 * How pixels become patches.
 *
 * @param minPixels least area of a resized picture
 * @param maxPixels greatest area of a resized picture
 * @param mean of red, green and blue, of values from 0 to 1
 * @param deviation standard deviation, likewise
 */
record PictureConfig(long minPixels, long maxPixels, float[] mean, float[] deviation) {
    /**
     * As published with every size of the model: 4 to 16,384 tokens of 28 x 28 pixels, the colours of CLIP's training
     * set.
     */
    static final PictureConfig PUBLISHED = new PictureConfig(
            4 * 28 * 28,
            16_384 * 28 * 28,
            floats(0.48145466, 0.4578275, 0.40821073),
            floats(0.26862954, 0.26130258, 0.27577711));

    PictureConfig {
        if (minPixels < 1 || maxPixels < minPixels) {
            throw new IllegalArgumentException(
                    "pictures: at least " + minPixels + ", at most " + maxPixels + " pixels");
        }
        if (mean.length != 3 || deviation.length != 3) {
            throw new IllegalArgumentException("pictures: mean of " + mean.length + " channels, deviation of "
                    + deviation.length + ", 3 are needed");
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Float.isFinite(mean[i]) || !Float.isFinite(deviation[i]) || deviation[i] <= 0) {
                throw new IllegalArgumentException(
                        "pictures: a channel's mean is " + mean[i] + ", its standard deviation " + deviation[i]);
            }
        }
    }

    /** The same with no more than {@code most} pixels. */
    PictureConfig cappedAt(long most) {
        long capped = Math.min(maxPixels, most);
        return new PictureConfig(Math.min(minPixels, capped), capped, mean, deviation);
    }

    static float[] floats(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
