package io.belvedere.server.document.pdf.jpx;

/**
 * One level of the inverse 9/7 transform (T.800, F.3 and Table F.4), in place. The bands lie interleaved: low
 * frequencies at even places of the area.
 */
final class IrreversibleWavelet {
    private static final float SCALE = 1.2301741f;

    /** The four steps undone in turn, every other one at the even places. */
    private static final float[] LIFTS = {0.44350687f, 0.8829111f, -0.052980117f, -1.5861343f};

    private IrreversibleWavelet() {}

    static void invert(float[] samples, Area area) {
        int width = area.width();
        int height = area.height();
        for (int y = 0; y < height; y++) {
            row(samples, y * width, width, area.x0() & 1);
        }
        columns(samples, width, height, area.y0() & 1);
    }

    private static void row(float[] s, int start, int n, int odd) {
        if (n == 1) {
            s[start] = odd == 1 ? s[start] / 2 : s[start];
            return;
        }
        for (int i = 0; i < n; i++) {
            s[start + i] *= (i + odd & 1) == 0 ? SCALE : 1 / SCALE;
        }
        for (int step = 0; step < LIFTS.length; step++) {
            float lift = LIFTS[step];
            for (int i = step + odd & 1; i < n; i += 2) {
                s[start + i] -=
                        lift * (s[start + ReversibleWavelet.before(i)] + s[start + ReversibleWavelet.after(i, n)]);
            }
        }
    }

    private static void columns(float[] s, int width, int n, int odd) {
        if (n == 1) {
            for (int x = 0; x < width && odd == 1; x++) {
                s[x] /= 2;
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            float scale = (i + odd & 1) == 0 ? SCALE : 1 / SCALE;
            for (int x = 0; x < width; x++) {
                s[i * width + x] *= scale;
            }
        }
        for (int step = 0; step < LIFTS.length; step++) {
            float lift = LIFTS[step];
            for (int i = step + odd & 1; i < n; i += 2) {
                int up = ReversibleWavelet.before(i) * width;
                int down = ReversibleWavelet.after(i, n) * width;
                for (int x = 0; x < width; x++) {
                    s[i * width + x] -= lift * (s[up + x] + s[down + x]);
                }
            }
        }
    }
}
