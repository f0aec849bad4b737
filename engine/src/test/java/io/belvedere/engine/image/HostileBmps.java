package io.belvedere.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Bitmaps that mean harm. */
final class HostileBmps {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] PALETTE = new byte[4 * 256];
    private static final int OFFSET_AT = 10;
    private static final int COLORS_USED_AT = 46;

    private HostileBmps() {}

    static List<HostileCase> cases() {
        byte[] plain = plain(8, 8, 24);
        byte[] eight = Bmps.bmp(new Bmps.Header(4, 4, 8), PALETTE, new byte[16]);
        HostileCase.Group group = new HostileCase.Group("BMP");
        group.tooLarge("50,000 x 50,000 declared", plain(50_000, 50_000, 24))
                .tooLarge("2^31 - 1 x 2^31 - 1", plain(Integer.MAX_VALUE, Integer.MAX_VALUE, 1))
                .broken("1 x 50,000 of a few bytes", plain(1, 50_000, 24))
                .broken("50,000 x 1 of a few bytes", plain(50_000, 1, 32))
                .broken("7,000 x -7,000 of a few bytes", plain(7000, -7000, 24))
                .broken("7,000 x 7,000 in runs that end at once", runs(7000, 7000, 0, 1))
                .broken("a negative width", plain(-8, 8, 24))
                .broken("a height of -2^31", plain(1, Integer.MIN_VALUE, 24))
                .withoutPixels("0 x 8", plain(0, 8, 24))
                .withoutPixels("8 x 0", plain(8, 0, 24))
                .decodes("1 x 1", 1, 1, plain(1, 1, 24))
                .decodes("201 : 1", 201, 1, Bmps.bmp(new Bmps.Header(201, 1, 24), NOTHING, new byte[604]))
                .unsupported("3 bits a pixel", plain(8, 8, 3))
                .unsupported("0 bits a pixel", plain(8, 8, 0))
                .unsupported("64 bits a pixel", Bmps.bmp(new Bmps.Header(4, 4, 64), NOTHING, new byte[200]))
                .broken("a header of 17 bytes", changed(plain, 14, 17))
                .broken("a header of 2^32 - 1 bytes", changed(plain, 14, -1))
                .broken("pixels at 2^31 - 1", changed(plain, OFFSET_AT, Integer.MAX_VALUE))
                .broken("a palette of 2^30 colours", changed(eight, OFFSET_AT, -1))
                .broken("a palette of less than nothing", changed(eight, OFFSET_AT, 3))
                .decodes("2^32 - 1 colours used", 4, 4, changed(eight, COLORS_USED_AT, -1))
                .decodes("masks and a palette of 2^28 colours", 4, 4, masks(COLORS_USED_AT, 1 << 28))
                .broken("masks of nothing", masks(14 + 40, 0))
                .broken(
                        "a pixel beyond the palette",
                        Bmps.bmp(new Bmps.Header(4, 1, 8), new byte[8], new byte[] {0, 1, 2, 3}))
                .broken("an unknown compression", changed(plain, 30, 77))
                .unsupported("a JPEG inside", changed(plain, 30, 4))
                .unsupported("a PNG inside", changed(plain, 30, 5))
                .broken(
                        "runs of another number of bits",
                        Bmps.bmp(new Bmps.Header(40, 4, 4, 24, 1), NOTHING, new byte[64]))
                .broken("runs that are cut", runs(4, 4, 3, 1, 0))
                .decodes("a run past the row's end", 4, 4, runs(4, 4, 200, 1, 0, 0, 200, 1, 0, 1))
                .decodes("a jump out of the picture", 4, 4, runs(4, 4, 0, 2, 255, 255, 4, 1, 0, 1))
                .decodes("more rows than there are", 4, 4, runs(4, 4, HostileJpegs.repeat(new byte[] {0, 0}, 500)))
                .broken("literal pixels past the row's end", runs(4, 4, 0, 200, 1, 2, 3))
                .decodes("a profile that is a file's name", 8, 8, linkedProfile())
                .broken("a header that is cut", Arrays.copyOf(plain, 30))
                .broken("a magic number alone", Arrays.copyOf(plain, 2));
        return group.cases();
    }

    private static byte[] plain(int width, int height, int bits) {
        return Bmps.bmp(new Bmps.Header(width, height, bits), NOTHING, new byte[8 * 8 * 3]);
    }

    private static byte[] runs(int width, int height, int... codes) {
        byte[] bytes = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return runs(width, height, bytes);
    }

    private static byte[] runs(int width, int height, byte[] codes) {
        return Bmps.bmp(new Bmps.Header(40, width, height, 8, 1), PALETTE, codes);
    }

    private static byte[] masks(int at, int value) {
        byte[] rows = new byte[64];
        byte[] masks = Bmps.words(0xFF0000, 0xFF00, 0xFF);
        byte[] file = Bmps.bmp(new Bmps.Header(40, 4, 4, 32, 3), masks, rows);
        return at == 14 + 40 ? changed(changed(changed(file, at, 0), at + 4, 0), at + 8, 0) : changed(file, at, value);
    }

    private static byte[] linkedProfile() {
        byte[] file = Bmps.bmp(new Bmps.Header(Bmps.V5, 8, 8, 24, 0), NOTHING, new byte[200]);
        return changed(changed(changed(file, 14 + 56, 4), 14 + 112, 0), 14 + 116, Integer.MAX_VALUE);
    }

    private static byte[] changed(byte[] file, int at, int value) {
        return ByteBuffer.wrap(file.clone())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(at, value)
                .array();
    }
}
