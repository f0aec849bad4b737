package io.belvedere.engine.image.vp8l;

import io.belvedere.engine.image.WatchedRows;

/**
 * The transform that stored each pixel as its difference from a prediction (RFC 9649, section 4.1).
 *
 * @param modes of each square in the second lowest byte: which of 14 predictions
 */
record Prediction(int codedWidth, int squareBits, int[] modes) implements Transform {
    private static final int BLACK = 0xFF000000;

    @Override
    public int[] undo(int[] pixels, int height, WatchedRows watch) {
        int columns = Squares.count(codedWidth, squareBits);
        pixels[0] = add(pixels[0], BLACK);
        for (int x = 1; x < codedWidth; x++) {
            pixels[x] = add(pixels[x], pixels[x - 1]);
        }
        for (int y = 1; y < height; y++) {
            int row = y * codedWidth;
            pixels[row] = add(pixels[row], pixels[row - codedWidth]);
            int squares = (y >> squareBits) * columns;
            for (int x = 1; x < codedWidth; x++) {
                int mode = (modes[squares + (x >> squareBits)] >> 8) & 15;
                pixels[row + x] = add(pixels[row + x], predict(mode, pixels, row + x));
            }
            watch.row(codedWidth);
        }
        return pixels;
    }

    /** The neighbour above right of a row's last pixel is the row's first. */
    private int predict(int mode, int[] pixels, int i) {
        int left = pixels[i - 1];
        int above = pixels[i - codedWidth];
        int aboveLeft = pixels[i - codedWidth - 1];
        int aboveRight = pixels[i - codedWidth + 1];
        return switch (mode) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> aboveRight;
            case 4 -> aboveLeft;
            case 5 -> mean(mean(left, aboveRight), above);
            case 6 -> mean(left, aboveLeft);
            case 7 -> mean(left, above);
            case 8 -> mean(aboveLeft, above);
            case 9 -> mean(above, aboveRight);
            case 10 -> mean(mean(left, aboveLeft), mean(above, aboveRight));
            case 11 -> select(left, above, aboveLeft);
            case 12 -> gradient(left, above, aboveLeft);
            case 13 -> halfGradient(mean(left, above), aboveLeft);
            default -> BLACK;
        };
    }

    /** Sum of two pixels, each channel modulo 256. */
    static int add(int a, int b) {
        int alphaAndGreen = (a & 0xFF00FF00) + (b & 0xFF00FF00);
        int redAndBlue = (a & 0x00FF00FF) + (b & 0x00FF00FF);
        return (alphaAndGreen & 0xFF00FF00) | (redAndBlue & 0x00FF00FF);
    }

    private static int mean(int a, int b) {
        return (((a ^ b) & 0xFEFEFEFE) >>> 1) + (a & b);
    }

    /** Whichever of left and above is nearer to left + above - corner. */
    private static int select(int left, int above, int corner) {
        int fromLeft = 0;
        int fromAbove = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            fromLeft += Math.abs(channel(above, shift) - channel(corner, shift));
            fromAbove += Math.abs(channel(left, shift) - channel(corner, shift));
        }
        return fromLeft < fromAbove ? left : above;
    }

    private static int gradient(int left, int above, int corner) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int sum = channel(left, shift) + channel(above, shift) - channel(corner, shift);
            result |= Math.clamp(sum, 0, 255) << shift;
        }
        return result;
    }

    private static int halfGradient(int mean, int corner) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = channel(mean, shift);
            result |= Math.clamp(value + (value - channel(corner, shift)) / 2, 0, 255) << shift;
        }
        return result;
    }

    private static int channel(int pixel, int shift) {
        return (pixel >>> shift) & 0xFF;
    }
}
