package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.zstd.ZstdDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * How the samples of strips and tiles became bytes.
 *
 * @param reversed whether the first bit of a byte is the lowest one
 * @param twoDimensional whether rows of T.4 may be coded by the row above
 * @param tables that all JPEG pictures of the file share
 * @param across pixels in a row that share their chroma, as samples are stored: 1 where JPEG spreads chroma itself
 * @param down rows that do
 */
record Encoding(
        Compression compression, boolean reversed, boolean twoDimensional, byte[] tables, int across, int down) {
    private static final int TWO_DIMENSIONAL = 1;
    private static final int UNCOMPRESSED = 2;
    private static final int LOWEST_FIRST = 2;

    static Encoding of(Directory directory, Compression compression, Photometric photometric, Samples samples)
            throws ImageException {
        long t4 = directory.number(Tag.T4_OPTIONS, 0);
        long options = compression == Compression.T6 ? directory.number(Tag.T6_OPTIONS, 0) : t4;
        boolean uncompressed = (options & UNCOMPRESSED) != 0;
        Refusal.when(compression.isFax() && uncompressed, "uncompressed parts in a fax");
        boolean bilevel = samples.bits() == 1 && samples.perPixel() == 1;
        Refusal.when(compression.isFax() && !bilevel, "fax compression of other than one bit a pixel");
        Refusal.when(
                compression == Compression.JPEG && (samples.bits() != 8 || samples.floating()),
                "JPEG compression of other than 8 bits a sample");
        boolean lowestFirst = directory.number(Tag.FILL_ORDER, 1) == LOWEST_FIRST;
        long[] chroma = photometric == Photometric.YCBCR ? directory.numbers(Tag.YCBCR_SUBSAMPLING) : new long[0];
        int across = photometric == Photometric.YCBCR ? 2 : 1;
        int down = across;
        if (chroma.length >= 2) {
            across = factor(chroma[0]);
            down = factor(chroma[1]);
        }
        boolean jpeg = compression == Compression.JPEG;
        return new Encoding(
                compression,
                lowestFirst && !compression.isPicture(),
                (t4 & TWO_DIMENSIONAL) != 0,
                jpeg ? directory.bytes(Tag.JPEG_TABLES) : new byte[0],
                jpeg ? 1 : across,
                jpeg ? 1 : down);
    }

    private static int factor(long chroma) {
        if (chroma != 1 && chroma != 2 && chroma != 4) {
            throw new IllegalArgumentException("chroma of " + chroma + " pixels");
        }
        return (int) chroma;
    }

    boolean isSubsampled() {
        return across > 1 || down > 1;
    }

    /** Bytes of a part when it is decompressed. */
    long bytes(int width, int rows, int rowBytes) {
        return isSubsampled()
                ? (long) Math.ceilDiv(rows, down) * SubsampledStream.unitRowBytes(across, down, width)
                : (long) rows * rowBytes;
    }

    /** Memory for the rows of units that are spread at once. */
    long rowBytes(int width) {
        return isSubsampled() ? SubsampledStream.unitRowBytes(across, down, width) + 3L * down * width : 0;
    }

    /** The rows of samples of a part, still as they were predicted. */
    InputStream open(Part stored, DecodingWatch watch) throws IOException {
        Part part =
                reversed ? stored.of(reverse(Arrays.copyOfRange(stored.data(), stored.start(), stored.end()))) : stored;
        InputStream stream = switch (compression) {
            case NONE -> new ByteArrayInputStream(part.data(), part.start(), part.end() - part.start());
            case PACK_BITS -> new PackBitsStream(part.data(), part.start(), part.end(), watch);
            case LZW -> new LzwStream(part.data(), part.start(), part.end(), watch);
            case DEFLATE -> new DeflateStream(part.data(), part.start(), part.end(), watch);
            case FAX_ROWS, FAX_WORDS, T4, T6 -> new FaxStream(part, compression, twoDimensional, watch);
            case LZMA -> LzmaData.open(part, bytes(part.width(), part.rows(), part.rowBytes()), watch);
            case ZSTD ->
                new ZstdStream(new ZstdDecoder(
                        part.data(),
                        part.start(),
                        part.end(),
                        Math.toIntExact(bytes(part.width(), part.mostRows(), part.rowBytes())),
                        watch));
            case JPEG -> JpegRows.of(part, tables, watch);
            case WEBP -> throw new IllegalStateException("WebP is no rows of samples");
        };
        return isSubsampled() ? new SubsampledStream(stream, across, down, part.width()) : stream;
    }

    /**
     * Looks at what stands behind the rows of a part, all of which were read: a checksum that is there must be theirs.
     *
     * @param spare bytes that a part of the largest size has more
     */
    void finish(InputStream rows, long spare) throws IOException {
        if (rows instanceof DeflateStream deflated) {
            deflated.finish(spare);
        } else if (rows instanceof ZstdStream zstd) {
            zstd.finish();
        } else if (compression == Compression.LZMA) {
            rows.read();
        }
    }

    private static byte[] reverse(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
        }
        return bytes;
    }
}
