package io.belvedere.engine.image;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * An ICC profile of the kind that cameras, screens and scanners have: a curve for each channel and, for RGB, a matrix
 * (ICC.1, sections 8.3 and 8.4). Profiles made of tables of colours, as printers have, are not read.
 *
 * @param linear (channel, 256): light for each stored value, 0 to 1; one channel for grey
 * @param matrix (row, column) of light to linear sRGB, row by row; empty for grey
 */
record ColorProfile(float[][] linear, float[] matrix) {
    private static final int HEADER = 128;
    private static final int MAX_TAGS = 200;
    private static final int WATCHED = 3 << 15; // samples

    /** XYZ under the profiles' white (D50) to linear sRGB. */
    static final double[] XYZ_TO_SRGB = {
        3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.0334540, 0.0719453, -0.2289914, 1.4052427
    };

    /** What profiles of sRGB differ by from sRGB itself, in levels: such pictures stay as they are stored. */
    private static final int SRGB_TOLERANCE = 2;

    /** The profile in {@code icc}; empty if it is none, is broken, is of another kind, or is that of sRGB. */
    static Optional<ColorProfile> of(byte[] icc) {
        try {
            return read(ByteView.of(icc, ByteOrder.BIG_ENDIAN)).filter(profile -> !profile.isSrgb());
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<ColorProfile> read(ByteView file) {
        if (!file.has(36, "acsp") || !file.has(20, "XYZ ")) {
            return Optional.empty();
        }
        if (file.has(16, "GRAY")) {
            return Optional.of(new ColorProfile(new float[][] {curve(file, "kTRC")}, new float[0]));
        } else if (!file.has(16, "RGB ")) {
            return Optional.empty();
        }
        float[] matrix = new float[9];
        String[] primaries = {"rXYZ", "gXYZ", "bXYZ"};
        for (int column = 0; column < 3; column++) {
            int xyz = find(file, primaries[column]) + 8;
            for (int i = 0; i < 9; i++) {
                matrix[i / 3 * 3 + column] += (float) (XYZ_TO_SRGB[i] * ToneCurve.fixed(file, xyz + 4 * (i % 3)));
            }
        }
        return Optional.of(new ColorProfile(
                new float[][] {curve(file, "rTRC"), curve(file, "gTRC"), curve(file, "bTRC")}, matrix));
    }

    private static float[] curve(ByteView file, String tag) {
        return ToneCurve.read(file, find(file, tag));
    }

    /** Where a tag's data begins. */
    private static int find(ByteView file, String tag) {
        long tags = Math.min(MAX_TAGS, file.u32(HEADER));
        for (int i = 0; i < tags; i++) {
            int entry = HEADER + 4 + 12 * i;
            if (file.has(entry, tag)) {
                return Math.toIntExact(file.u32(entry + 4));
            }
        }
        throw new IllegalArgumentException("no tag " + tag);
    }

    Rgb toSrgb(Rgb picture) {
        return toSrgb(picture, DecodingWatch.NONE);
    }

    /**
     * The picture in sRGB; changes and returns the array of its samples. A profile of grey leaves coloured pictures
     * alone.
     */
    Rgb toSrgb(Rgb picture, DecodingWatch watch) {
        byte[] samples = picture.samples();
        boolean isColored = matrix.length > 0;
        if (isColored || isGrey(samples)) {
            for (int i = 0; i < samples.length; i += 3) {
                if (i % WATCHED == 0) {
                    watch.goOn();
                }
                if (isColored) {
                    convert(samples, i);
                } else {
                    Arrays.fill(samples, i, i + 3, ToneCurve.srgb(linear[0][samples[i] & 0xFF]));
                }
            }
        }
        return picture;
    }

    private void convert(byte[] rgb, int i) {
        float red = linear[0][rgb[i] & 0xFF];
        float green = linear[1][rgb[i + 1] & 0xFF];
        float blue = linear[2][rgb[i + 2] & 0xFF];
        for (int c = 0; c < 3; c++) {
            rgb[i + c] = ToneCurve.srgb(matrix[3 * c] * red + matrix[3 * c + 1] * green + matrix[3 * c + 2] * blue);
        }
    }

    private static boolean isGrey(byte[] rgb) {
        for (int i = 0; i < rgb.length; i += 3) {
            if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
                return false;
            }
        }
        return true;
    }

    private boolean isSrgb() {
        byte[] levels = new byte[3 * 16 * 16 * 16];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) (17 * ((i / 3) >> (4 * (i % 3)) & 15));
        }
        if (matrix.length == 0) {
            levels = Arrays.copyOf(levels, 3 * 16);
            for (int i = 0; i < levels.length; i++) {
                levels[i] = (byte) (17 * (i / 3));
            }
        }
        byte[] converted = toSrgb(new Rgb(levels.length / 3, 1, levels.clone())).samples();
        for (int i = 0; i < levels.length; i++) {
            if (Math.abs((levels[i] & 0xFF) - (converted[i] & 0xFF)) > SRGB_TOLERANCE) {
                return false;
            }
        }
        return true;
    }
}
