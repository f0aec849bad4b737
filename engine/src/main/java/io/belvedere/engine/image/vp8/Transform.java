package io.belvedere.engine.image.vp8;

/** The inverse transforms (RFC 6386, section 14), in the exact integer arithmetic that decoders must share. */
final class Transform {
    private Transform() {}

    /** Inverse Walsh-Hadamard transform of the means; they become coefficient 0 of the 16 luminance blocks. */
    static void spreadMeans(int[] means, int[] coefficients) {
        int[] columns = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = means[i] + means[12 + i];
            int b = means[4 + i] + means[8 + i];
            int c = means[4 + i] - means[8 + i];
            int d = means[i] - means[12 + i];
            columns[i] = a + b;
            columns[4 + i] = d + c;
            columns[8 + i] = a - b;
            columns[12 + i] = d - c;
        }
        for (int i = 0; i < 16; i += 4) {
            int a = columns[i] + columns[i + 3] + 3;
            int b = columns[i + 1] + columns[i + 2];
            int c = columns[i + 1] - columns[i + 2];
            int d = columns[i] - columns[i + 3] + 3;
            coefficients[16 * i] = (a + b) >> 3;
            coefficients[16 * i + 16] = (d + c) >> 3;
            coefficients[16 * i + 32] = (a - b) >> 3;
            coefficients[16 * i + 48] = (d - c) >> 3;
        }
    }

    /** Adds the inverse cosine transform of a 4x4 block to the prediction that stands at {@code start} of the plane. */
    static void addBlock(int[] coefficients, int at, Plane plane, int start) {
        int[] columns = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = coefficients[at + i] + coefficients[at + 8 + i];
            int b = coefficients[at + i] - coefficients[at + 8 + i];
            int c = sine(coefficients[at + 4 + i]) - cosine(coefficients[at + 12 + i]);
            int d = cosine(coefficients[at + 4 + i]) + sine(coefficients[at + 12 + i]);
            columns[i] = a + d;
            columns[4 + i] = b + c;
            columns[8 + i] = b - c;
            columns[12 + i] = a - d;
        }
        for (int y = 0; y < 4; y++) {
            int a = columns[4 * y] + columns[4 * y + 2] + 4;
            int b = columns[4 * y] - columns[4 * y + 2] + 4;
            int c = sine(columns[4 * y + 1]) - cosine(columns[4 * y + 3]);
            int d = cosine(columns[4 * y + 1]) + sine(columns[4 * y + 3]);
            int row = start + y * plane.stride();
            plane.add(row, (a + d) >> 3);
            plane.add(row + 1, (b + c) >> 3);
            plane.add(row + 2, (b - c) >> 3);
            plane.add(row + 3, (a - d) >> 3);
        }
    }

    /** Times sqrt(2) cos(pi / 8). */
    private static int cosine(int x) {
        return x + ((x * 20091) >> 16);
    }

    /** Times sqrt(2) sin(pi / 8). */
    private static int sine(int x) {
        return (x * 35468) >> 16;
    }
}
