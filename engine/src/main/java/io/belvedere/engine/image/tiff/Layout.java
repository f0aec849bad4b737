package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageFormat;
import io.belvedere.engine.image.ImageSize;

/**
 * The sides of the picture and of the strips or tiles that it is made of.
 *
 * @param part a strip or a tile; a tile may reach beyond the picture
 * @param planes samples of a pixel that are stored apart; 1 if they are not
 */
record Layout(ImageSize size, ImageSize part, boolean tiled, int planes) {
    /** A tile is decoded in its whole width, whatever the picture's. */
    private static final int MAX_SPARE_PIXELS = 1 << 22;

    private static final int MAX_TIMES = 4;
    private static final int MAX_PARTS = 1 << 16;
    private static final int CHUNKY = 1;
    private static final int PLANAR = 2;

    static Layout of(Directory directory, int samples) throws ImageException {
        ImageSize size = sides(directory.number(Tag.IMAGE_WIDTH, 0), directory.number(Tag.IMAGE_LENGTH, 0));
        boolean tiled =
                directory.has(Tag.TILE_WIDTH) || directory.has(Tag.TILE_LENGTH) || directory.has(Tag.TILE_OFFSETS);
        ImageSize part = tiled
                ? sides(directory.number(Tag.TILE_WIDTH, 0), directory.number(Tag.TILE_LENGTH, 0))
                : sides(size.width(), Math.min(directory.number(Tag.ROWS_PER_STRIP, size.height()), size.height()));
        long configuration = directory.number(Tag.PLANAR_CONFIGURATION, CHUNKY);
        if (configuration != CHUNKY && configuration != PLANAR) {
            throw ImageException.broken(ImageFormat.TIFF);
        }
        Layout layout = new Layout(size, part, tiled, configuration == PLANAR ? samples : 1);
        long parts = (long) layout.across() * layout.down();
        Refusal.when(parts > MAX_PARTS, "more than " + MAX_PARTS + " strips or tiles");
        boolean spare = part.pixels() > size.pixels() + MAX_SPARE_PIXELS
                || parts * part.pixels() > MAX_TIMES * size.pixels() + MAX_SPARE_PIXELS;
        Refusal.when(spare, "tiles far larger than the image");
        return layout;
    }

    private static ImageSize sides(long width, long height) throws ImageException {
        if (width == 0 || height == 0) {
            throw ImageException.noPixels();
        }
        return new ImageSize(Math.toIntExact(width), Math.toIntExact(height));
    }

    int across() {
        return Math.ceilDiv(size.width(), part.width());
    }

    int down() {
        return Math.ceilDiv(size.height(), part.height());
    }

    /** Rows of the picture that the parts of a row of parts hold. */
    int rows(int row) {
        return Math.min(part.height(), size.height() - row * part.height());
    }

    /** Columns of the picture that the parts of a column of parts hold. */
    int columns(int column) {
        return Math.min(part.width(), size.width() - column * part.width());
    }

    /** Rows that are stored for the parts of a row of parts: the last strip ends with the picture, tiles are whole. */
    int storedRows(int row) {
        return tiled ? part.height() : rows(row);
    }

    /** The number of a part among all of the file. */
    int index(int plane, int row, int column) {
        return (plane * down() + row) * across() + column;
    }
}
