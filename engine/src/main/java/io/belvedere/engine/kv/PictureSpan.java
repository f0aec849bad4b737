package io.belvedere.engine.kv;

import io.belvedere.engine.image.ImageKey;

/**
 * A sequence's tokens {@code [start, start + count)} stand for a picture, one for each row of its features.
 *
 * @param start at least 0
 * @param count at least 1
 */
public record PictureSpan(ImageKey picture, int start, int count) {
    public PictureSpan {
        if (start < 0 || count < 1) {
            throw new IllegalArgumentException(
                    "start is at least 0 and count is at least 1, given " + start + ", " + count);
        }
    }

    int end() {
        return start + count;
    }

    /** The part of the picture that stands in the block of tokens {@code [from, to)}, which it must reach into. */
    PictureRows within(int from, int to) {
        int first = Math.max(from, start);
        return new PictureRows(picture, first - start, first - from, Math.min(to, end()) - first);
    }
}
