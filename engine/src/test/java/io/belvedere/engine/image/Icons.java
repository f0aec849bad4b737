package io.belvedere.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes icons. */
final class Icons {
    private static final int SIDE = 5;

    private Icons() {}

    /** A picture of 5 x 5 pixels beside one of 1 x 1. */
    static byte[] ico(int bits) {
        int[] palette = new int[bits > 8 ? 0 : 1 << bits];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = i * 0x10305;
        }
        int[][] pixels = new int[SIDE][SIDE];
        for (int y = 0; y < SIDE; y++) {
            Arrays.setAll(pixels[y], x -> bits > 8 ? x << 28 | x * 0x203040 : x & (1 << bits) - 1);
        }
        byte[] one = bitmap(1, 1, Bmps.words(0, 0xFFFFFF), Bmps.rows(new int[][] {{1}}, 1), new byte[4]);
        return icons(1, one, bitmap(SIDE, bits, Bmps.words(palette), Bmps.rows(pixels, bits), new byte[4 * SIDE]));
    }

    static byte[] png() {
        return icons(1, Pictures.encode(Pictures.gradient(9, 9, 2), "png"));
    }

    /** @param pixels and {@code mask} as they are stored */
    static byte[] bitmap(int side, int bits, byte[] palette, byte[] pixels, byte[] mask) {
        byte[] file = Bmps.bmp(new Bmps.Header(side, 2 * side, bits), palette, HostilePngs.join(pixels, mask));
        return Arrays.copyOfRange(file, 14, file.length);
    }

    /** @param kind 1 for icons, 2 for cursors */
    static byte[] icons(int kind, byte[]... pictures) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(6 + 16 * pictures.length).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) 0).putShort((short) kind).putShort((short) pictures.length);
        for (byte[] picture : pictures) {
            // a PNG's sides stand in other places, and the last byte is the lowest
            int side = picture[0] == 40 ? picture[4] : picture[19];
            head.put((byte) side).put((byte) side).putInt(0).putShort((short) 0);
            head.putInt(picture.length).putInt(head.capacity() + data.size());
            data.writeBytes(picture);
        }
        return HostilePngs.join(head.array(), data.toByteArray());
    }
}
