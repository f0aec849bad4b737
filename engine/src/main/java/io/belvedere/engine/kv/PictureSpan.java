package io.belvedere.engine.kv;

import io.belvedere.engine.image.ImageKey;

/**
 * A sequence's tokens {@code [start, start + count)} stand for the rows {@code [firstRow, firstRow + count)} of a
 * picture's features.
 *
 * @param start at least 0
 * @param count at least 1
 * @param firstRow at least 0
 */
public record PictureSpan(ImageKey picture, int start, int count, int firstRow) {
    public PictureSpan {
        if (start < 0 || count < 1 || firstRow < 0) {
            throw new IllegalArgumentException("start and firstRow are at least 0 and count is at least 1, given "
                    + start + ", " + firstRow + ", " + count);
        }
    }

    int end() {
        return start + count;
    }

    /** The part of the picture that stands in the block of tokens {@code [from, to)}, which it must reach into. */
    PictureRows within(int from, int to) {
        int first = Math.max(from, start);
        return new PictureRows(picture, firstRow + first - start, first - from, Math.min(to, end()) - first);
    }
}
