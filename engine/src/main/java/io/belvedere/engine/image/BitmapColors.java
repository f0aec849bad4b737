package io.belvedere.engine.image;

import java.io.IOException;

/** What the pixels of a bitmap mean. */
final class BitmapColors {
    private BitmapColors() {}

    /** The bits of a pixel that are one channel. */
    record Channel(int mask) {
        Channel {
            int shifted = mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask);
            if ((shifted & (shifted + 1)) != 0) {
                throw new IllegalArgumentException("a mask with gaps");
            }
        }

        /** 0 to 255; 0 if there is no such channel. */
        int of(int pixel) {
            if (mask == 0) {
                return 0;
            }
            int shift = Integer.numberOfTrailingZeros(mask);
            long most = Integer.toUnsignedLong(mask) >> shift;
            long value = Integer.toUnsignedLong(pixel & mask) >> shift;
            return (int) ((value * 255 + most / 2) / most);
        }
    }

    /** @throws IOException if masks overlap or none is there */
    static Channel[] channels(int... masks) throws IOException {
        Channel[] channels = new Channel[masks.length];
        int seen = 0;
        for (int i = 0; i < masks.length; i++) {
            if ((seen & masks[i]) != 0) {
                throw new IOException("masks overlap");
            }
            seen |= masks[i];
            channels[i] = new Channel(masks[i]);
        }
        if ((masks[0] | masks[1] | masks[2]) == 0) {
            throw new IOException("no masks");
        }
        return channels;
    }

    /**
     * RGB of each colour of the palette, which may have fewer than the header says where pixels begin early.
     *
     * @param end where the pixels begin
     */
    static byte[] palette(ByteView file, BitmapHeader header, long end) {
        int most = 1 << header.bits();
        long declared = header.colorsUsed() == 0 ? most : Math.min(most, header.colorsUsed());
        int size = header.colorBytes();
        int count = (int) Math.clamp((Math.min(end, file.size()) - header.end()) / size, 0, declared);
        byte[] rgb = new byte[3 * count];
        for (int i = 0, at = header.end(); i < count; i++, at += size) {
            rgb[3 * i] = (byte) file.u8(at + 2);
            rgb[3 * i + 1] = (byte) file.u8(at + 1);
            rgb[3 * i + 2] = (byte) file.u8(at);
        }
        return rgb;
    }
}
