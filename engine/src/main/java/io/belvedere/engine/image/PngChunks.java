package io.belvedere.engine.image;

import io.belvedere.engine.image.png.CodedPixels;
import io.belvedere.engine.image.png.PngColors;
import io.belvedere.engine.image.png.PngLayout;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The chunks of a PNG file that pixels are made of. */
final class PngChunks {
    static final int SIGNATURE = 8;

    /** Length and name before a chunk's data, and the checksum behind it. */
    static final int FRAMING = 12;

    private static final int HEADER_BYTES = 13;

    private final byte[] bytes;
    private final ByteView file;
    private byte[] palette = {};
    private byte[] transparency = {};

    PngChunks(byte[] bytes, ByteView file) {
        this.bytes = bytes;
        this.file = file;
    }

    /** @throws IOException if the header is damaged or says what the standard doesn't have */
    PngLayout layout() throws IOException {
        int start = SIGNATURE + 8;
        requireChecksum(SIGNATURE, (long) start + HEADER_BYTES + 4);
        PngLayout layout = new PngLayout(
                file.s32(start), file.s32(start + 4), file.u8(start + 8), file.u8(start + 9), file.u8(start + 12) == 1);
        boolean deflated = file.u8(start + 10) == 0 && file.u8(start + 11) == 0;
        if (file.u32(SIGNATURE) != HEADER_BYTES || !layout.isStandard() || !deflated || file.u8(start + 12) > 1) {
            throw new IOException("no such PNG");
        }
        return layout;
    }

    /**
     * Collects the coded pixels, as far as they go where the file is cut within them. {@link #colors} are known then.
     *
     * @throws IOException if a checksum of what colours mean is wrong
     */
    void addTo(CodedPixels pixels) throws IOException {
        for (long chunk = SIGNATURE; chunk + FRAMING <= bytes.length; ) {
            int start = (int) chunk;
            long end = chunk + FRAMING + file.u32(start);
            int dataEnd = (int) Math.min(end - 4, bytes.length);
            if (file.has(start + 4, "IDAT")) {
                pixels.add(start + 8, dataEnd);
            } else if (palette.length == 0 && file.has(start + 4, "PLTE")) {
                requireChecksum(start, end);
                palette = Arrays.copyOfRange(bytes, start + 8, dataEnd);
            } else if (transparency.length == 0 && file.has(start + 4, "tRNS")) {
                requireChecksum(start, end);
                transparency = Arrays.copyOfRange(bytes, start + 8, dataEnd);
            }
            chunk = end;
        }
    }

    PngColors colors(PngLayout layout) throws IOException {
        if (layout.kind() == PngLayout.PALETTE && palette.length < 3) {
            throw new IOException("no palette");
        }
        return new PngColors(palette, transparency);
    }

    /** Of a chunk that is all there. */
    private void requireChecksum(int start, long end) throws IOException {
        if (end <= bytes.length) {
            CRC32 checksum = new CRC32();
            checksum.update(bytes, start + 4, (int) end - start - 8);
            if (checksum.getValue() != file.u32((int) end - 4)) {
                throw new IOException("a checksum differs");
            }
        }
    }
}
