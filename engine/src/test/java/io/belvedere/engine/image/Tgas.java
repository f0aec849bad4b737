package io.belvedere.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes TGA files. */
final class Tgas {
    private Tgas() {}

    /** @param pixels as they are stored */
    static byte[] tga(int kind, int width, int height, int bits, int descriptor, byte[] pixels) {
        return header(kind, width, height, bits, descriptor, 0, pixels);
    }

    /** With a palette of two colours of 24 bits. */
    static byte[] palette(int width, int height) {
        byte[] palette = {1, 2, 3, 40, 50, 60};
        return header(1, width, height, 8, 0, 2, HostilePngs.join(palette, new byte[width * height]));
    }

    private static byte[] header(int kind, int width, int height, int bits, int descriptor, int colors, byte[] rest) {
        return ByteBuffer.allocate(18 + rest.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {0, (byte) (colors > 0 ? 1 : 0), (byte) kind})
                .putShort((short) 0)
                .putShort((short) colors)
                .put((byte) (colors > 0 ? 24 : 0))
                .putInt(0)
                .putShort((short) width)
                .putShort((short) height)
                .put((byte) bits)
                .put((byte) descriptor)
                .put(rest)
                .array();
    }
}
