package io.belvedere.engine.image;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The "ALPH" chunk: transparency of a lossy WebP picture (RFC 9649, section 2.7.1.2). */
final class WebpAlpha {
    private static final int HORIZONTAL = 1;
    private static final int VERTICAL = 2;
    private static final int GRADIENT = 3;

    private WebpAlpha() {}

    /** (height, width), 0 transparent to 255 opaque. */
    static byte[] read(byte[] data, ImageSize size) throws IOException {
        if (data.length == 0) {
            throw new EOFException();
        }
        ByteBuffer coded = ByteBuffer.wrap(data, 1, data.length - 1);
        byte[] alpha = (data[0] & 3) == 0 ? raw(coded, size) : lossless(coded, size);
        unfilter(alpha, size.width(), data[0] >> 2 & 3);
        return alpha;
    }

    private static byte[] raw(ByteBuffer coded, ImageSize size) {
        byte[] alpha = new byte[Math.toIntExact(size.pixels())];
        coded.get(alpha);
        return alpha;
    }

    private static byte[] lossless(ByteBuffer coded, ImageSize size) throws IOException {
        BufferedImage image = WebpLossless.readHeaderless(coded, size);
        byte[] alpha = new byte[Math.toIntExact(size.pixels())];
        int[] row = new int[size.width()];
        for (int y = 0, i = 0; y < size.height(); y++) {
            image.getRaster().getSamples(0, y, size.width(), 1, 1, row); // band 1 is green
            for (int value : row) {
                alpha[i++] = (byte) value;
            }
        }
        return alpha;
    }

    /** Adds to each value the prediction from its neighbours; the first row goes by the left, the first column by above. */
    private static void unfilter(byte[] alpha, int width, int filter) {
        if (filter == 0) {
            return;
        }
        for (int i = 1; i < alpha.length; i++) {
            boolean inFirstRow = i < width;
            boolean inFirstColumn = i % width == 0;
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
