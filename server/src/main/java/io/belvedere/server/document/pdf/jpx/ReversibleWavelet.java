package io.belvedere.server.document.pdf.jpx;

/**
 * One level of the inverse 5/3 transform (T.800, F.3), in place. The bands lie interleaved: low frequencies at even
 * places of the area.
 */
final class ReversibleWavelet {
    private ReversibleWavelet() {}

    static void invert(int[] samples, Area area) {
        int width = area.width();
        int height = area.height();
        for (int y = 0; y < height; y++) {
            row(samples, y * width, width, area.x0() & 1);
        }
        columns(samples, width, height, area.y0() & 1);
    }

    /** {@code odd}: the first place's parity. */
    private static void row(int[] s, int start, int n, int odd) {
        if (n == 1) {
            s[start] = odd == 1 ? s[start] >> 1 : s[start];
            return;
        }
        for (int i = odd; i < n; i += 2) {
            s[start + i] -= (s[start + before(i)] + s[start + after(i, n)] + 2) >> 2;
        }
        for (int i = 1 - odd; i < n; i += 2) {
            s[start + i] += (s[start + before(i)] + s[start + after(i, n)]) >> 1;
        }
    }

    private static void columns(int[] s, int width, int n, int odd) {
        if (n == 1) {
            for (int x = 0; x < width && odd == 1; x++) {
                s[x] >>= 1;
            }
            return;
        }
        for (int i = odd; i < n; i += 2) {
            int up = before(i) * width;
            int down = after(i, n) * width;
            for (int x = 0; x < width; x++) {
                s[i * width + x] -= (s[up + x] + s[down + x] + 2) >> 2;
            }
        }
        for (int i = 1 - odd; i < n; i += 2) {
            int up = before(i) * width;
            int down = after(i, n) * width;
            for (int x = 0; x < width; x++) {
                s[i * width + x] += (s[up + x] + s[down + x]) >> 1;
            }
        }
    }

    /** The signal is mirrored at its ends. */
    static int before(int i) {
        return i == 0 ? 1 : i - 1;
    }

    static int after(int i, int n) {
        return i == n - 1 ? n - 2 : i + 1;
    }
}
