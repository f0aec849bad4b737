package io.belvedere.engine.image.vp8;

/**
 * Smooths the edges between blocks (RFC 6386, section 15). In the names of samples p0, p1, ... lie before the edge and
 * q0, q1, ... behind it, counted from the edge.
 */
final class LoopFilter {
    private final byte[] samples;
    private final int stride;

    LoopFilter(Plane plane) {
        this.samples = plane.samples();
        this.stride = plane.stride();
    }

    /**
     * Luminance alone, the simple filter: {@code length} samples of an edge, {@code along} apart; {@code across} leads
     * over it.
     */
    void filterSimply(int start, int along, int across, int length, int limit) {
        for (int i = 0, at = start; i < length; i++, at += along) {
            if (isStepWithin(at, across, limit)) {
                filterTwo(at, across);
            }
        }
    }

    /** An edge between macroblocks. */
    void filterMacroblockEdge(int start, int along, int across, int length, FilterStrength strength) {
        for (int i = 0, at = start; i < length; i++, at += along) {
            if (isSmooth(at, across, strength.macroblockEdge(), strength.interior())) {
                if (hasHighVariance(at, across, strength.highVariance())) {
                    filterTwo(at, across);
                } else {
                    filterSix(at, across);
                }
            }
        }
    }

    /** An edge between blocks inside a macroblock. */
    void filterBlockEdge(int start, int along, int across, int length, FilterStrength strength) {
        for (int i = 0, at = start; i < length; i++, at += along) {
            if (isSmooth(at, across, strength.blockEdge(), strength.interior())) {
                if (hasHighVariance(at, across, strength.highVariance())) {
                    filterTwo(at, across);
                } else {
                    filterFour(at, across);
                }
            }
        }
    }

    int stride() {
        return stride;
    }

    private boolean isStepWithin(int at, int across, int limit) {
        int step = Math.abs(get(at - across) - get(at));
        int wide = Math.abs(get(at - 2 * across) - get(at + across));
        return 4 * step + wide <= 2 * limit + 1;
    }

    private boolean isSmooth(int at, int across, int limit, int interior) {
        return isStepWithin(at, across, limit)
                && difference(at - 4 * across, across) <= interior
                && difference(at - 3 * across, across) <= interior
                && difference(at - 2 * across, across) <= interior
                && difference(at, across) <= interior
                && difference(at + across, across) <= interior
                && difference(at + 2 * across, across) <= interior;
    }

    private boolean hasHighVariance(int at, int across, int threshold) {
        return difference(at - 2 * across, across) > threshold || difference(at, across) > threshold;
    }

    private int difference(int at, int across) {
        return Math.abs(get(at) - get(at + across));
    }

    /** Changes p0 and q0. */
    private void filterTwo(int at, int across) {
        int p0 = get(at - across);
        int q0 = get(at);
        int step = 3 * (q0 - p0) + toSignedByte(get(at - 2 * across) - get(at + across));
        set(at - across, p0 + toSignedByte(step + 3, 3));
        set(at, q0 - toSignedByte(step + 4, 3));
    }

    /** Changes p1 to q1. */
    private void filterFour(int at, int across) {
        int p0 = get(at - across);
        int q0 = get(at);
        int step = 3 * (q0 - p0);
        int inner = toSignedByte(step + 4, 3);
        int outer = (inner + 1) >> 1;
        set(at - 2 * across, get(at - 2 * across) + outer);
        set(at - across, p0 + toSignedByte(step + 3, 3));
        set(at, q0 - inner);
        set(at + across, get(at + across) - outer);
    }

    /** Changes p2 to q2. */
    private void filterSix(int at, int across) {
        int step =
                toSignedByte(3 * (get(at) - get(at - across)) + toSignedByte(get(at - 2 * across) - get(at + across)));
        for (int i = 0, weight = 27; i < 3; i++, weight -= 9) {
            int change = (weight * step + 63) >> 7;
            int p = at - (i + 1) * across;
            int q = at + i * across;
            set(p, get(p) + change);
            set(q, get(q) - change);
        }
    }

    private static int toSignedByte(int value) {
        return Math.clamp(value, -128, 127);
    }

    /** As a signed byte, then shifted right. */
    private static int toSignedByte(int value, int shift) {
        return toSignedByte(value) >> shift;
    }

    private int get(int index) {
        return samples[index] & 0xFF;
    }

    private void set(int index, int value) {
        samples[index] = (byte) Math.clamp(value, 0, 255);
    }
}
