package io.belvedere.engine.image;

/** CIE XYZ under D50, with a Y of 1 for white, to sRGB. */
public final class XyzColor {
    private XyzColor() {}

    /** Writes red, green and blue, 0 to 255, from {@code rgb[at]} on; what sRGB can't show is clipped. */
    public static void toSrgb(double x, double y, double z, int[] rgb, int at) {
        double[] matrix = ColorProfile.XYZ_TO_SRGB;
        for (int c = 0; c < 3; c++) {
            double light = matrix[3 * c] * x + matrix[3 * c + 1] * y + matrix[3 * c + 2] * z;
            rgb[at + c] = ToneCurve.srgb((float) light) & 0xFF;
        }
    }
}
