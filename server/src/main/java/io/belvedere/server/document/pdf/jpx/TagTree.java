package io.belvedere.server.document.pdf.jpx;

/** Numbers of a rectangle of leaves, told bit by bit as far as they are needed (T.800, B.10.2). */
final class TagTree {
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final int[] widths;
    private final int[] starts;
    private final int levels;
    private final int[] low;
    private final int[] values;

    TagTree(int width, int height) {
        levels = 33 - Integer.numberOfLeadingZeros(Math.max(0, Math.max(width, height) - 1));
        widths = new int[levels];
        starts = new int[levels];
        int nodes = 0;
        int w = width;
        int h = height;
        for (int level = 0; level < levels; level++) {
            widths[level] = w;
            starts[level] = nodes;
            nodes += w * h;
            w = (w + 1) / 2;
            h = (h + 1) / 2;
        }
        low = new int[nodes];
        values = new int[nodes];
        java.util.Arrays.fill(values, UNKNOWN);
    }

    /** Whether the leaf's number is less than {@code threshold}; reads what bits that takes. */
    boolean isBelow(int x, int y, int threshold, HeaderBits bits) throws JpxFault {
        int least = 0;
        int node = 0;
        for (int level = levels - 1; level >= 0; level--) {
            node = starts[level] + (y >> level) * widths[level] + (x >> level);
            least = Math.max(least, low[node]);
            while (least < threshold && values[node] == UNKNOWN) {
                if (bits.next() == 1) {
                    values[node] = least;
                } else {
                    least++;
                }
            }
            least = Math.min(Math.max(least, low[node]), values[node]);
            low[node] = least;
        }
        return values[node] < threshold;
    }
}
