package io.belvedere.engine.image;

/**
 * Decoded pixels, 8 bits a channel.
 *
 * @param samples (height, width, 3), R G B; not to be changed
 */
public record Rgb(int width, int height, byte[] samples) {
    /** Of a pixel. */
    static final int BYTES = 3;

    public Rgb {
        long expected = 3L * width * height;
        if (width < 1 || height < 1 || samples.length != expected) {
            throw new IllegalArgumentException(
                    width + "x" + height + " pixels take " + expected + " samples, given " + samples.length);
        }
    }

    public ImageSize size() {
        return new ImageSize(width, height);
    }

    /** This picture by a rule; {@code opacity} is (height, width), 0 transparent to 255 opaque. */
    Rgb by(AlphaRule alpha, byte[] opacity) {
        byte[] blended = new byte[samples.length];
        for (int i = 0; i < samples.length; i += 3) {
            alpha.put(blended, i, samples[i], samples[i + 1], samples[i + 2], opacity[i / 3]);
        }
        return new Rgb(width, height, blended);
    }

    /** This picture with its upper left corner at (x, y) of a canvas of one colour. */
    Rgb on(ImageSize canvas, int x, int y, byte... color) {
        byte[] painted = new byte[Math.toIntExact(3 * canvas.pixels())];
        for (int i = 0; i < painted.length; i += 3) {
            System.arraycopy(color, 0, painted, i, 3);
        }
        for (int row = 0; row < height; row++) {
            int target = 3 * ((y + row) * canvas.width() + x);
            System.arraycopy(samples, 3 * width * row, painted, target, 3 * width);
        }
        return new Rgb(canvas.width(), canvas.height(), painted);
    }
}
