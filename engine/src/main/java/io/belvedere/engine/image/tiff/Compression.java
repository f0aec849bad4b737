package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.ImageException;
import java.util.Map;

/** How strips and tiles are compressed. */
enum Compression {
    NONE,
    /** Rows of Huffman-coded runs that begin at bytes (2). */
    FAX_ROWS,
    /** The same at words (32771). */
    FAX_WORDS,
    T4,
    T6,
    LZW,
    JPEG,
    DEFLATE,
    PACK_BITS,
    LZMA,
    ZSTD,
    WEBP;

    private static final Map<Integer, Compression> READ = Map.ofEntries(
            Map.entry(1, NONE),
            Map.entry(2, FAX_ROWS),
            Map.entry(32_771, FAX_WORDS),
            Map.entry(3, T4),
            Map.entry(4, T6),
            Map.entry(5, LZW),
            Map.entry(7, JPEG),
            Map.entry(8, DEFLATE),
            Map.entry(32_946, DEFLATE),
            Map.entry(32_773, PACK_BITS),
            Map.entry(34_925, LZMA),
            Map.entry(50_000, ZSTD),
            Map.entry(50_001, WEBP));

    private static final Map<Integer, String> REFUSED = Map.ofEntries(
            Map.entry(6, "JPEG compression of the old kind"),
            Map.entry(9, "JBIG compression"),
            Map.entry(10, "JBIG compression"),
            Map.entry(34_661, "JBIG compression"),
            Map.entry(32_766, "NeXT compression"),
            Map.entry(32_809, "ThunderScan compression"),
            Map.entry(32_908, "Pixar compression"),
            Map.entry(32_909, "Pixar compression"),
            Map.entry(33_003, "JPEG 2000 compression"),
            Map.entry(33_004, "JPEG 2000 compression"),
            Map.entry(33_005, "JPEG 2000 compression"),
            Map.entry(34_712, "JPEG 2000 compression"),
            Map.entry(34_676, "SGI Log compression"),
            Map.entry(34_677, "SGI Log compression"),
            Map.entry(34_887, "LERC compression"),
            Map.entry(34_892, "lossy DNG compression"),
            Map.entry(50_002, "JPEG XL compression"),
            Map.entry(52_546, "JPEG XL compression"));

    static Compression of(Directory directory) throws ImageException {
        int code = (int) directory.number(Tag.COMPRESSION, 1);
        Compression known = READ.get(code);
        if (known == null) {
            throw Refusal.of(REFUSED.getOrDefault(code, "compression " + code));
        }
        return known;
    }

    boolean isFax() {
        return this == FAX_ROWS || this == FAX_WORDS || this == T4 || this == T6;
    }

    /** Whether the tag of prediction means anything; elsewhere it is ignored, as libtiff does. */
    boolean isPredicted() {
        return this == LZW || this == DEFLATE || this == LZMA || this == ZSTD;
    }

    /** Whether a strip or tile is a picture of its own, decoded whole. */
    boolean isPicture() {
        return this == JPEG || this == WEBP;
    }
}
