package io.belvedere.engine.image.vp8l;

import io.belvedere.engine.image.WatchedRows;
import java.io.IOException;

/** A reversible change that an encoder made to the pixels (RFC 9649, section 3.5). */
sealed interface Transform permits ColorDecorrelation, GreenSubtraction, Palette, Prediction {
    /** Width of the image after the change was made: narrower where several pixels were packed into one. */
    int codedWidth();

    /** Undoes the change on (height, codedWidth) pixels; may return the array itself. */
    int[] undo(int[] pixels, int height, WatchedRows watch);

    /** Reads the transform's kind and data, for an image that is {@code width} wide before it is undone further. */
    static Transform read(int kind, BitReader bits, int width, int height, WatchedRows watch) throws IOException {
        return switch (kind) {
            case 0 -> {
                int squareBits = bits.number(3) + 2;
                yield new Prediction(width, squareBits, readSquares(bits, width, height, squareBits, watch));
            }
            case 1 -> {
                int squareBits = bits.number(3) + 2;
                yield new ColorDecorrelation(width, squareBits, readSquares(bits, width, height, squareBits, watch));
            }
            case 2 -> new GreenSubtraction(width);
            default -> Palette.read(bits, width, watch);
        };
    }

    private static int[] readSquares(BitReader bits, int width, int height, int squareBits, WatchedRows watch)
            throws IOException {
        return PixelReader.readPart(bits, Squares.count(width, squareBits), Squares.count(height, squareBits), watch);
    }
}
