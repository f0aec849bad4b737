package io.belvedere.engine.model.qwen25vl;

import io.belvedere.chat.ImageProblem;
import io.belvedere.chat.PixelRange;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;

/**
 * The size that an image gets before it is cut into patches, as the Qwen2.5-VL reference (transformers) chooses it:
 * both sides rounded to multiples of {@code factor}, the area brought between the limits at about the same aspect
 * ratio.
 *
 * <p>Only one correction is made and it isn't checked again, so a very elongated image may end outside the limits.
 *
 * @param factor pixels along the side of an image token: patch size times merge size
 * @param minPixels least area
 * @param maxPixels greatest area
 */
public record SmartResize(int factor, long minPixels, long maxPixels) {
    /** The longer side may be at most this many times the shorter. */
    public static final int MAX_ASPECT_RATIO = 200;

    public SmartResize {
        if (factor < 1 || minPixels < 1 || maxPixels < minPixels) {
            throw new IllegalArgumentException(
                    "factor " + factor + ", min_pixels " + minPixels + ", max_pixels " + maxPixels);
        }
    }

    /** The same with other limits. */
    SmartResize within(PixelRange pixels) {
        return new SmartResize(factor, pixels.min(), pixels.max());
    }

    PixelRange pixels() {
        return new PixelRange(minPixels, maxPixels);
    }

    /**
     * The target for an image of this upright size.
     *
     * @throws ImageException if it is too elongated
     */
    public ImageSize target(ImageSize image) throws ImageException {
        int longer = Math.max(image.width(), image.height());
        int shorter = Math.min(image.width(), image.height());
        if ((double) longer / shorter > MAX_ASPECT_RATIO) {
            throw new ImageException(
                    ImageProblem.INVALID_IMAGE,
                    "The image has " + image + " pixels; its longer side may be at most " + MAX_ASPECT_RATIO
                            + " times its shorter.");
        }
        // halves go to the even neighbour
        double height = Math.rint((double) image.height() / factor) * factor;
        double width = Math.rint((double) image.width() / factor) * factor;
        if (height * width > maxPixels) {
            double shrink = Math.sqrt((double) image.pixels() / maxPixels);
            height = Math.max(factor, Math.floor(image.height() / shrink / factor) * factor);
            width = Math.max(factor, Math.floor(image.width() / shrink / factor) * factor);
        } else if (height * width < minPixels) {
            double grow = Math.sqrt((double) minPixels / image.pixels());
            height = Math.ceil(image.height() * grow / factor) * factor;
            width = Math.ceil(image.width() * grow / factor) * factor;
        }
        return new ImageSize((int) width, (int) height);
    }
}
