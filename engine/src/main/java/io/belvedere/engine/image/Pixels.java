package io.belvedere.engine.image;

/** Samples as decoders find them to RGB. */
final class Pixels {
    private Pixels() {}

    /** (height, width) ARGB. */
    static Rgb rgb(int[] argb, int width, int height, AlphaRule alpha) {
        byte[] rgb = new byte[Math.multiplyExact(3, argb.length)];
        for (int i = 0; i < argb.length; i++) {
            put(rgb, 3 * i, argb[i], alpha);
        }
        return new Rgb(width, height, rgb);
    }

    /** One colour, given as 0xAARRGGBB. */
    static byte[] color(int argb, AlphaRule alpha) {
        byte[] rgb = new byte[3];
        put(rgb, 0, argb, alpha);
        return rgb;
    }

    private static void put(byte[] rgb, int i, int argb, AlphaRule alpha) {
        alpha.put(rgb, i, argb >> 16, argb >> 8, argb, argb >>> 24);
    }

    /** What an ink and black, both 0 to 255, leave of white. */
    static int light(int ink, int black) {
        int light = 255 - black;
        return Math.max(0, light - divideBy255(ink * light));
    }

    /** x / 255 to the nearest, for x from 0 to 65,025. */
    static int divideBy255(int x) {
        int t = x + 128;
        return (t + (t >> 8)) >> 8;
    }
}
