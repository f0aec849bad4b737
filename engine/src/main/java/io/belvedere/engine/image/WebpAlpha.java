package io.belvedere.engine.image;

import io.belvedere.engine.image.vp8l.Vp8lDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** The "ALPH" chunk: transparency of a lossy WebP picture (RFC 9649, section 2.7.1.2). */
final class WebpAlpha {
    private static final int HORIZONTAL = 1;
    private static final int VERTICAL = 2;
    private static final int GRADIENT = 3;

    private WebpAlpha() {}

    /** (height, width), 0 transparent to 255 opaque. */
    static byte[] read(byte[] data, ImageSize size, DecodingWatch watch) throws IOException {
        if (data.length == 0) {
            throw new EOFException();
        }
        byte[] alpha = (data[0] & 3) == 0 ? raw(data, size) : lossless(data, size, watch);
        unfilter(alpha, size.width(), (data[0] >> 2) & 3, new WatchedRows(watch));
        return alpha;
    }

    private static byte[] raw(byte[] data, ImageSize size) throws IOException {
        int length = Math.toIntExact(size.pixels());
        if (data.length - 1 < length) {
            throw new EOFException();
        }
        return Arrays.copyOfRange(data, 1, 1 + length);
    }

    /** The green channel of a losslessly coded image. */
    private static byte[] lossless(byte[] data, ImageSize size, DecodingWatch watch) throws IOException {
        int[] argb = Vp8lDecoder.argbWithoutHeader(data, 1, size.width(), size.height(), watch);
        byte[] alpha = new byte[argb.length];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = (byte) (argb[i] >> 8);
        }
        return alpha;
    }

    /**
     * Adds to each value the prediction from its neighbours; the first row goes by the left, the first column by above.
     */
    private static void unfilter(byte[] alpha, int width, int filter, WatchedRows watch) {
        if (filter == 0) {
            return;
        }
        for (int i = 1; i < alpha.length; i++) {
            boolean inFirstRow = i < width;
            boolean inFirstColumn = i % width == 0;
            if (inFirstColumn) {
                watch.row(width);
            }
            int left = inFirstColumn ? 0 : alpha[i - 1] & 0xFF;
            int above = inFirstRow ? 0 : alpha[i - width] & 0xFF;
            int predicted;
            if (inFirstRow) {
                predicted = left;
            } else if (inFirstColumn) {
                predicted = above;
            } else {
                predicted = switch (filter) {
                    case HORIZONTAL -> left;
                    case VERTICAL -> above;
                    case GRADIENT -> Math.clamp(left + above - (alpha[i - width - 1] & 0xFF), 0, 255);
                    default -> throw new IllegalStateException("filter " + filter);
                };
            }
            alpha[i] += (byte) predicted;
        }
    }
}
