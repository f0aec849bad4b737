package io.belvedere.engine.image.vp8l;

import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.WatchedRows;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Decodes one image. */
public final class Vp8lDecoder {
    private static final int SIGNATURE = 0x2F;

    private Vp8lDecoder() {}

    /**
     * Decodes a "VP8L" chunk's data.
     *
     * @param width expected of the image, in pixels
     * @param height likewise
     * @param watch is asked in every step of the work, for each row or more often
     * @return (height, width) ARGB
     * @throws IOException if it is broken, incomplete or of another size
     */
    public static int[] argb(byte[] data, int width, int height, DecodingWatch watch) throws IOException {
        // header: signature, 14 bits each for the sides less 1, a hint about alpha, a version of 0
        BitReader bits = new BitReader(data, 0);
        boolean matches = bits.number(8) == SIGNATURE && bits.number(14) == width - 1 && bits.number(14) == height - 1;
        bits.flag();
        if (!matches || bits.number(3) != 0) {
            throw new IOException("another signature, size or version");
        }
        return argb(bits, width, height, new WatchedRows(watch));
    }

    /** Decodes data[start, ...) that lacks the header, as the alpha of lossy images does. */
    public static int[] argbWithoutHeader(byte[] data, int start, int width, int height, DecodingWatch watch)
            throws IOException {
        return argb(new BitReader(data, start), width, height, new WatchedRows(watch));
    }

    private static int[] argb(BitReader bits, int width, int height, WatchedRows watch) throws IOException {
        Deque<Transform> transforms = new ArrayDeque<>();
        int codedWidth = width;
        int seen = 0;
        while (bits.flag()) {
            int kind = bits.number(2);
            if ((seen & (1 << kind)) != 0) {
                throw new IOException("a transform is there twice");
            }
            seen |= 1 << kind;
            Transform transform = Transform.read(kind, bits, codedWidth, height, watch);
            codedWidth = transform.codedWidth();
            transforms.push(transform);
        }
        int[] pixels = PixelReader.readMain(bits, codedWidth, height, watch);
        for (Transform transform : transforms) {
            pixels = transform.undo(pixels, height, watch);
        }
        return pixels;
    }
}
