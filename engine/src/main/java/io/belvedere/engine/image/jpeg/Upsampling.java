package io.belvedere.engine.image.jpeg;

/**
 * Makes a row of a component as wide as the picture, as libjpeg-turbo does by default: between two samples, or two
 * rows, stand the sums of three quarters of the nearer one and a quarter of the other; other ratios repeat samples.
 */
final class Upsampling {
    /** Narrower components are repeated, as neighbours are missing. */
    private static final int LEAST_WIDTH = 3;

    private final Plane plane;
    private final int across;
    private final int down;
    private final int width;
    private final int height;
    private final boolean smoothAcross;
    private final boolean smoothDown;
    private final byte[] wide;

    Upsampling(Frame frame, Frame.Component component, Plane plane) {
        this.plane = plane;
        this.across = frame.maxAcross() / component.across();
        this.down = frame.maxDown() / component.down();
        this.width = frame.width(component);
        this.height = frame.height(component);
        boolean wideEnough = width >= LEAST_WIDTH;
        this.smoothAcross = across == 2 && down <= 2 && wideEnough;
        this.smoothDown = down == 2 && (across == 1 || (across == 2 && wideEnough));
        this.wide = new byte[across == 1 && !smoothDown ? 0 : across * plane.stride()];
    }

    /** The array in which {@link #row} finds its row. */
    byte[] samples() {
        return wide.length == 0 ? plane.samples() : wide;
    }

    /** Where row {@code y} of the picture begins in {@link #samples}. */
    int row(int y) {
        int near = y / down;
        int from = plane.row(near);
        if (wide.length == 0) {
            return from;
        }
        byte[] in = plane.samples();
        if (smoothDown) {
            boolean upper = y % 2 == 0;
            int far = plane.row(Math.clamp(upper ? near - 1 : near + 1, 0, height - 1));
            if (across == 1) {
                betweenRows(in, from, far, upper ? 1 : 2);
            } else {
                betweenAll(in, from, far);
            }
        } else if (smoothAcross) {
            betweenColumns(in, from);
        } else {
            for (int x = 0; x < width; x++) {
                for (int i = 0; i < across; i++) {
                    wide[x * across + i] = in[from + x];
                }
            }
        }
        return 0;
    }

    private void betweenRows(byte[] in, int near, int far, int rounding) {
        for (int x = 0; x < width; x++) {
            wide[x] = (byte) ((3 * (in[near + x] & 0xFF) + (in[far + x] & 0xFF) + rounding) >> 2);
        }
    }

    private void betweenColumns(byte[] in, int from) {
        int before = in[from] & 0xFF;
        int here = before;
        for (int x = 0; x < width - 1; x++) {
            int next = in[from + x + 1] & 0xFF;
            wide[2 * x] = (byte) ((3 * here + before + 1) >> 2);
            wide[2 * x + 1] = (byte) ((3 * here + next + 2) >> 2);
            before = here;
            here = next;
        }
        wide[2 * width - 2] = (byte) ((3 * here + before + 1) >> 2);
        wide[2 * width - 1] = (byte) here;
    }

    private void betweenAll(byte[] in, int near, int far) {
        int here = 3 * (in[near] & 0xFF) + (in[far] & 0xFF);
        int before = here;
        for (int x = 0; x < width - 1; x++) {
            int next = 3 * (in[near + x + 1] & 0xFF) + (in[far + x + 1] & 0xFF);
            wide[2 * x] = (byte) ((3 * here + before + 8) >> 4);
            wide[2 * x + 1] = (byte) ((3 * here + next + 7) >> 4);
            before = here;
            here = next;
        }
        wide[2 * width - 2] = (byte) ((3 * here + before + 8) >> 4);
        wide[2 * width - 1] = (byte) ((4 * here + 7) >> 4);
    }
}
