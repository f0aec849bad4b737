package io.belvedere.engine.image;

import io.belvedere.chat.Background;

/**
 * What becomes of transparency, which models have no notion of.
 *
 * @param blends whether colours are blended over the ground; else they are taken as they are stored, and the alpha is
 *     dropped
 * @param ground 0xRRGGBB
 */
public record AlphaRule(boolean blends, int ground) {
    /** Blend over white: a transparent diagram looks as on a page. What the model makers' own helper package does. */
    public static final AlphaRule ON_WHITE = over(new Background(0xFFFFFF));

    /**
     * Take the colours as they are stored and drop the alpha. What the reference's image processor (transformers) does.
     */
    public static final AlphaRule DROP = new AlphaRule(false, 0);

    /** Blend over a colour. */
    public static AlphaRule over(Background background) {
        return new AlphaRule(true, background.rgb());
    }

    /**
     * Writes one pixel as three bytes from {@code i}; the low 8 bits of each argument count, {@code opacity} 255 is
     * opaque.
     */
    public void put(byte[] rgb, int i, int red, int green, int blue, int opacity) {
        int opaque = opacity & 0xFF;
        if (!blends || opaque == 255) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        } else {
            rgb[i] = blend(red & 0xFF, ground >> 16, opaque);
            rgb[i + 1] = blend(green & 0xFF, ground >> 8 & 0xFF, opaque);
            rgb[i + 2] = blend(blue & 0xFF, ground & 0xFF, opaque);
        }
    }

    /** The same, of colours that were multiplied by their opacity. */
    public void putMultiplied(byte[] rgb, int i, int red, int green, int blue, int opacity) {
        int opaque = opacity & 0xFF;
        rgb[i] = multiplied(red & 0xFF, ground >> 16, opaque);
        rgb[i + 1] = multiplied(green & 0xFF, ground >> 8 & 0xFF, opaque);
        rgb[i + 2] = multiplied(blue & 0xFF, ground & 0xFF, opaque);
    }

    private byte multiplied(int value, int under, int opacity) {
        if (opacity == 255) {
            return (byte) value;
        } else if (blends) {
            return (byte) Math.min(255, value + Pixels.divideBy255(under * (255 - opacity)));
        }
        return (byte) (opacity == 0 ? 0 : Math.min(255, (255 * value + opacity / 2) / opacity));
    }

    private static byte blend(int value, int ground, int opacity) {
        return (byte) Pixels.divideBy255(value * opacity + ground * (255 - opacity));
    }
}
