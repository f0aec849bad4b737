package io.belvedere.engine.image;

import java.util.Set;

/**
 * The header of a device-independent bitmap, as it stands in BMP files and, with another height, in icons.
 *
 * @param start where it begins
 * @param length of it in bytes, which tells its version
 * @param downwards whether the first stored row is the top one
 * @param bits of a pixel
 * @param colorsUsed of the palette; 0: as many as the bits allow
 */
record BitmapHeader(
        int start, int length, ImageSize size, boolean downwards, int bits, int compression, long colorsUsed) {
    static final int NONE = 0;
    static final int RUNS_OF_8 = 1;
    static final int RUNS_OF_4 = 2;
    static final int MASKS = 3;
    private static final int JPEG = 4;
    private static final int PNG = 5;
    static final int MASKS_WITH_ALPHA = 6;
    private static final int CMYK = 11;
    private static final int LAST_CMYK = 13;

    /** Of OS/2 1.x and 2.x; all others are Windows'. */
    private static final int OS2_1 = 12;

    private static final Set<Integer> OS2_2 = Set.of(16, 64);

    private static final int SHORT = 16;
    private static final int PLAIN = 40;
    private static final Set<Integer> LENGTHS = Set.of(OS2_1, SHORT, PLAIN, 52, 56, 64, 108, 124);

    private static final Set<Integer> DEPTHS = Set.of(1, 2, 4, 8, 16, 24, 32);

    /** Where masks begin, in the header or, if it is plain, behind it. */
    private static final int MASKS_AT = 40;

    private static final int WITH_MASKS = 52;
    private static final int WITH_ALPHA_MASK = 56;

    /** @param planes how often the header's height counts the picture's: 2 in icons, where a mask follows */
    static BitmapHeader read(ByteView file, int start, int planes) throws ImageException {
        long length = file.u32(start);
        if (!LENGTHS.contains((int) Math.min(length, Integer.MAX_VALUE))) {
            throw ImageException.broken(ImageFormat.BMP);
        } else if (length == OS2_1) {
            ImageSize size = ImageFile.size(file.u16(start + 4), file.u16(start + 6) / planes);
            BitmapHeader header = new BitmapHeader(start, OS2_1, size, false, file.u16(start + 10), NONE, 0);
            header.requireSupported();
            return header;
        }
        int height = file.s32(start + 8);
        ImageSize size = ImageFile.size(file.s32(start + 4), Math.abs((long) height) / planes);
        boolean isShort = length == SHORT;
        BitmapHeader header = new BitmapHeader(
                start,
                (int) length,
                size,
                height < 0,
                file.u16(start + 14),
                isShort ? NONE : (int) Math.min(file.u32(start + 16), Integer.MAX_VALUE),
                isShort ? 0 : file.u32(start + 32));
        header.requireSupported();
        return header;
    }

    private void requireSupported() throws ImageException {
        boolean isOs2 = OS2_2.contains(length);
        String feature = "";
        if (compression == JPEG && isOs2) {
            feature = "runs of 24 bits";
        } else if (compression == MASKS && isOs2) {
            feature = "Huffman coding";
        } else if (compression == JPEG || compression == PNG) {
            feature = "a JPEG or PNG image inside";
        } else if (compression >= CMYK && compression <= LAST_CMYK) {
            feature = "CMYK";
        } else if (!DEPTHS.contains(bits)) {
            feature = "other than 1, 2, 4, 8, 16, 24 or 32 bits a pixel";
        }
        if (!feature.isEmpty()) {
            throw ImageException.unsupported(ImageFormat.BMP, feature);
        }
    }

    boolean hasMasks() {
        return compression == MASKS || compression == MASKS_WITH_ALPHA;
    }

    /** Red, green, blue and alpha of pixels of 16 or 32 bits; 0: there is none. */
    int[] masks(ByteView file) {
        if (!hasMasks()) {
            return bits == 16 ? new int[] {0x7C00, 0x03E0, 0x001F, 0} : new int[] {0xFF0000, 0xFF00, 0xFF, 0};
        }
        int at = start + MASKS_AT;
        boolean hasAlpha = length >= WITH_ALPHA_MASK || compression == MASKS_WITH_ALPHA;
        return new int[] {file.s32(at), file.s32(at + 4), file.s32(at + 8), hasAlpha ? file.s32(at + 12) : 0};
    }

    /** Where the palette begins. */
    int end() {
        int behind = length >= WITH_MASKS || !hasMasks() ? 0 : compression == MASKS ? 12 : 16;
        return start + length + behind;
    }

    /** Bytes of a palette's colour. */
    int colorBytes() {
        return length == OS2_1 ? 3 : 4;
    }

    /** Bytes of a stored row: whole words of 32 bits. */
    long rowBytes() {
        return ((long) size.width() * bits + 31) / 32 * 4;
    }
}
