package io.belvedere.engine.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The chunks of a PNG file that pixels are made of. The rest could only confuse or exhaust the decoder. */
final class PngChunks {
    private static final int SIGNATURE = 8;

    /** Length and name before a chunk's data, and the checksum behind it. */
    private static final int FRAMING = 12;

    private static final String PIXELS = "IDAT";
    private static final String[] BEFORE_PIXELS = {"IHDR", "PLTE", "tRNS"};

    private final byte[] bytes;
    private final ByteView file;

    PngChunks(byte[] bytes) {
        this.bytes = bytes;
        this.file = ByteView.of(bytes, ByteOrder.BIG_ENDIAN);
    }

    /**
     * A file of header, palette and pixels alone. The coded pixels stand in one chunk, as the reader allocates anew for each; a file
     * that is cut within them keeps them as far as they go.
     *
     * @throws IOException if a checksum is wrong or a chunk is missing
     */
    byte[] reduced() throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream(bytes.length);
        byte[][] before = new byte[BEFORE_PIXELS.length][0];
        for (long chunk = SIGNATURE; chunk + FRAMING <= bytes.length; ) {
            int start = (int) chunk;
            long end = chunk + FRAMING + file.u32(start);
            int data = (int) Math.min(end - 4, bytes.length) - start - 8;
            if (file.has(start + 4, PIXELS)) {
                requireChecksum(start, end);
                pixels.write(bytes, start + 8, data);
            }
            for (int i = 0; i < BEFORE_PIXELS.length; i++) {
                if (before[i].length == 0 && file.has(start + 4, BEFORE_PIXELS[i])) {
                    requireChecksum(start, end);
                    before[i] = chunk(BEFORE_PIXELS[i], bytes, start + 8, data);
                }
            }
            chunk = end;
        }
        ByteArrayOutputStream reduced = new ByteArrayOutputStream(pixels.size() + 1024);
        reduced.write(bytes, 0, SIGNATURE);
        for (byte[] chunk : before) {
            reduced.writeBytes(chunk);
        }
        reduced.writeBytes(chunk(PIXELS, pixels.toByteArray(), 0, pixels.size()));
        reduced.writeBytes(chunk("IEND", bytes, 0, 0));
        return reduced.toByteArray();
    }

    private static byte[] chunk(String name, byte[] from, int start, int length) {
        ByteBuffer chunk = ByteBuffer.allocate(FRAMING + length);
        chunk.putInt(length).put(name.getBytes(StandardCharsets.US_ASCII)).put(from, start, length);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + length);
        return chunk.putInt((int) checksum.getValue()).array();
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
