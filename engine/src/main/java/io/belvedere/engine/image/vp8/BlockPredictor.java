package io.belvedere.engine.image.vp8;

/** Prediction of 4x4 blocks (RFC 6386, section 12.3). Holds scratch memory: one per thread. */
final class BlockPredictor {
    private static final int TRUE_MOTION = 1;

    /**
     * For each mode, which smoothed edge value each sample takes, row by row: 2 i is the mean of edge values i and i +
     * 1, 2 i + 1 the weighted mean of i, i + 1 and i + 2.
     */
    private static final int[][] SAMPLES = {
        {}, // DC
        {}, // TM
        {11, 13, 15, 17, 11, 13, 15, 17, 11, 13, 15, 17, 11, 13, 15, 17}, // VE, downwards
        {7, 7, 7, 7, 5, 5, 5, 5, 3, 3, 3, 3, 1, 1, 1, 1}, // HE, to the right
        {13, 15, 17, 19, 15, 17, 19, 21, 17, 19, 21, 23, 19, 21, 23, 25}, // LD, left and down
        {9, 11, 13, 15, 7, 9, 11, 13, 5, 7, 9, 11, 3, 5, 7, 9}, // RD, right and down
        {10, 12, 14, 16, 9, 11, 13, 15, 7, 10, 12, 14, 5, 9, 11, 13}, // VR, steeply to the right
        {12, 14, 16, 18, 13, 15, 17, 19, 14, 16, 18, 21, 15, 17, 19, 23}, // VL, steeply to the left
        {8, 9, 11, 13, 6, 7, 8, 9, 4, 5, 6, 7, 2, 3, 4, 5}, // HD, flatly down
        {6, 5, 4, 3, 4, 3, 2, 1, 2, 1, 0, 0, 0, 0, 0, 0} // HU, flatly up
    };

    /**
     * The samples around the block: the left column from below (1 to 4), the corner (5), the row above (6 to 9) and
     * what follows it to the right (10 to 13); both ends are repeated.
     */
    private final int[] edge = new int[15];

    private final int[] smoothed = new int[26];

    /** Fills the block at {@code start}; its four samples above right are aboveRight[from, from + 4). */
    void predict(Plane plane, int start, int mode, byte[] aboveRight, int from) {
        if (mode == TRUE_MOTION) {
            Predictor.trueMotion(plane, start, 4);
            return;
        }
        readEdge(plane, start, aboveRight, from);
        if (mode == 0) {
            fillMean(plane, start);
            return;
        }
        for (int i = 0; i < 13; i++) {
            smoothed[2 * i] = (edge[i] + edge[i + 1] + 1) >> 1;
            smoothed[2 * i + 1] = (edge[i] + 2 * edge[i + 1] + edge[i + 2] + 2) >> 2;
        }
        int[] samples = SAMPLES[mode];
        for (int i = 0; i < 16; i++) {
            plane.set(start + i / 4 * plane.stride() + i % 4, smoothed[samples[i]]);
        }
    }

    private void readEdge(Plane plane, int start, byte[] aboveRight, int from) {
        int above = start - plane.stride();
        for (int i = 0; i < 4; i++) {
            edge[4 - i] = plane.get(start + i * plane.stride() - 1);
            edge[6 + i] = plane.get(above + i);
            edge[10 + i] = aboveRight[from + i] & 0xFF;
        }
        edge[5] = plane.get(above - 1);
        edge[0] = edge[1];
        edge[14] = edge[13];
    }

    private void fillMean(Plane plane, int start) {
        int sum = 4;
        for (int i = 0; i < 4; i++) {
            sum += edge[1 + i] + edge[6 + i];
        }
        for (int i = 0; i < 16; i++) {
            plane.set(start + i / 4 * plane.stride() + i % 4, sum >> 3);
        }
    }
}
