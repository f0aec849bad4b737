package io.belvedere.server.document.pdf.jpx;

/** The inverse transforms of three components (T.800, Annex G), in place. */
final class ColorTransform {
    private ColorTransform() {}

    static void reversible(int[][] c) {
        for (int i = 0; i < c[0].length; i++) {
            int u = c[1][i];
            int v = c[2][i];
            int green = c[0][i] - ((u + v) >> 2);
            c[0][i] = v + green;
            c[1][i] = green;
            c[2][i] = u + green;
        }
    }

    static void irreversible(float[][] c) {
        for (int i = 0; i < c[0].length; i++) {
            float luma = c[0][i];
            float blue = c[1][i];
            float red = c[2][i];
            c[0][i] = luma + 1.402f * red;
            c[1][i] = luma - 0.344136f * blue - 0.714136f * red;
            c[2][i] = luma + 1.772f * blue;
        }
    }

    static int[] rounded(float[] samples) {
        int[] whole = new int[samples.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Math.clamp((int) Math.rint(samples[i]), -(1 << 17), 1 << 17);
        }
        return whole;
    }
}
