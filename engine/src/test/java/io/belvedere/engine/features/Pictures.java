package io.belvedere.engine.features;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.PixelRange;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Invented pictures: the key decides every value, so that a reader can tell right from wrong. */
final class Pictures {
    private Pictures() {}

    static ImageKey key(int number) {
        return ImageKey.of(new ImageBytes(ByteBuffer.allocate(4).putInt(number).array()), "invented", PixelRange.ANY);
    }

    /** {@code (tokens, width)} of all bit patterns but those of infinities and NaN. */
    static ImageFeatures features(ImageKey key, int tokens, int width) {
        SplittableRandom random = random(key);
        float[] values = new float[tokens * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt() & ~0x80_0000);
        }
        return new ImageFeatures(tokens, width, 1, values);
    }

    /** As many tokens as the key decides, at most {@code mostTokens}. */
    static ImageFeatures featuresOfAnySize(ImageKey key, int mostTokens, int width) {
        return features(key, 1 + random(key).split().nextInt(mostTokens), width);
    }

    private static SplittableRandom random(ImageKey key) {
        return new SplittableRandom(Long.parseUnsignedLong(key.sha256().substring(0, 16), 16));
    }
}
