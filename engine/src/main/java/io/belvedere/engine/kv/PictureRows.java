package io.belvedere.engine.kv;

import io.belvedere.engine.image.ImageKey;

/**
 * The rows {@code [from, from + count)} of a picture's features stand in for a block's rows {@code [row, row + count)}.
 *
 * @param from first row of the picture, at least 0
 * @param row first row of the block, at least 0
 * @param count at least 1
 */
public record PictureRows(ImageKey picture, int from, int row, int count) {
    public PictureRows {
        if (from < 0 || row < 0 || count < 1) {
            throw new IllegalArgumentException(
                    "from and row are at least 0 and count is at least 1, given " + from + ", " + row + ", " + count);
        }
    }
}
