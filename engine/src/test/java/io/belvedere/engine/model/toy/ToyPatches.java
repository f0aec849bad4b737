package io.belvedere.engine.model.toy;

import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.Patches;

/**
 * An image as the mean colours of its tiles' stripes, the whole image's first.
 *
 * @param values {@code (tiles, stripes, channels)}
 */
record ToyPatches(int rows, float[] values) implements Patches {
    static final int CHANNELS = 3;

    /** Stripes of a tile: its tokens. */
    static final int STRIPES = 6;

    private static final int SIDE = 64;

    /** Rows and columns that an image is cut into; the whole of it is one tile more. */
    record Grid(int rows, int columns) {
        static Grid of(ImageSize image) {
            return new Grid(Math.clamp(image.height() / SIDE, 1, 2), Math.clamp(image.width() / SIDE, 1, 3));
        }

        int tiles() {
            return 1 + rows * columns;
        }

        int tokens() {
            return tiles() * STRIPES;
        }

        ImageSize size() {
            return new ImageSize(columns * SIDE, rows * SIDE);
        }
    }

    static ToyPatches of(Rgb image) {
        Grid grid = Grid.of(image.size());
        float[] values = new float[grid.tokens() * CHANNELS];
        int tile = 0;
        addTile(image, 0, 0, image.height(), image.width(), values, tile++);
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                int height = image.height() / grid.rows();
                int width = image.width() / grid.columns();
                addTile(image, row * height, column * width, height, width, values, tile++);
            }
        }
        return new ToyPatches(grid.tokens(), values);
    }

    private static void addTile(Rgb image, int top, int left, int height, int width, float[] values, int tile) {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            int from = top + stripe * height / STRIPES;
            int to = Math.max(from + 1, top + (stripe + 1) * height / STRIPES);
            for (int channel = 0; channel < CHANNELS; channel++) {
                int sum = 0;
                for (int y = from; y < to; y++) {
                    for (int x = left; x < left + width; x++) {
                        sum += image.samples()[CHANNELS * (y * image.width() + x) + channel] & 0xFF;
                    }
                }
                values[(tile * STRIPES + stripe) * CHANNELS + channel] = sum / (127.5f * (to - from) * width) - 1;
            }
        }
    }
}
