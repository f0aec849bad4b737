package io.belvedere.engine.image.zstd;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decodes compressed blocks (RFC 8878, section 3.1.1.3), and keeps what a block of a frame leaves to the next one. */
final class Block {
    /** Before and after compression. */
    static final int MOST_BYTES = 1 << 17;

    private static final int RUN = 1;
    private static final int COMPRESSED = 2;

    private byte[] literals = new byte[0];
    private int literalsEnd;
    private @Nullable HuffmanTable codes;
    private final Sequences sequences = new Sequences();

    /**
     * Decodes data[start, end).
     *
     * @param out to whose [length, ...) it goes; copies may come from [frameStart, length)
     * @return the new length
     */
    int decode(byte[] data, int start, int end, byte[] out, int frameStart, int length) throws IOException {
        if (end > data.length) {
            throw new EOFException();
        }
        int at = readLiterals(data, start, end);
        return sequences.decode(data, at, end, literals, literalsEnd, out, frameStart, length);
    }

    /** Reads the literals' section; returns where it ends. */
    private int readLiterals(byte[] data, int start, int end) throws IOException {
        int type = data[start] & 3;
        int format = data[start] >> 2 & 3;
        boolean coded = type >= COMPRESSED;
        int headerBytes = coded ? Math.max(3, 2 + format) : (format & 1) == 0 ? 1 : 1 + (format + 1) / 2;
        long header = 0;
        for (int i = 0; i < headerBytes; i++) {
            header |= (data[start + i] & 0xFFL) << (8 * i);
        }
        int at = start + headerBytes;
        if (!coded) {
            literalsEnd = (int) (header >> (headerBytes == 1 ? 3 : 4));
            makeRoom();
            if (type == RUN) {
                Arrays.fill(literals, 0, literalsEnd, data[at]);
                return at + 1;
            }
            System.arraycopy(data, at, literals, 0, literalsEnd);
            return at + literalsEnd;
        }
        int sizeBits = format < 2 ? 10 : format == 2 ? 14 : 18;
        literalsEnd = (int) (header >> 4) & (1 << sizeBits) - 1;
        int limit = at + ((int) (header >> (4 + sizeBits)) & (1 << sizeBits) - 1);
        makeRoom();
        if (limit > end) {
            throw new EOFException();
        }
        if (type == COMPRESSED) {
            HuffmanTable.Read read = HuffmanTable.read(data, at, limit);
            codes = read.table();
            at = read.end();
        }
        HuffmanTable table = codes;
        if (table == null) {
            throw new IOException("no codes before");
        }
        if (format == 0) {
            table.decode(data, at, limit, literals, 0, literalsEnd);
        } else {
            fourStreams(table, data, at, limit);
        }
        return limit;
    }

    /** Three of the same number of literals and one of the rest; the sizes of the first three stand before them. */
    private void fourStreams(HuffmanTable table, byte[] data, int start, int limit) throws IOException {
        int each = (literalsEnd + 3) / 4;
        int at = start + 6;
        for (int i = 0; i < 4; i++) {
            int size = (data[start + 2 * i % 6] & 0xFF) | (data[start + 2 * i % 6 + 1] & 0xFF) << 8;
            int end = i == 3 ? limit : at + size;
            if (end > limit || i * each > literalsEnd) {
                throw new EOFException();
            }
            table.decode(
                    data, at, end, literals, i * each, i == 3 ? literalsEnd : Math.min(literalsEnd, (i + 1) * each));
            at = end;
        }
    }

    private void makeRoom() throws IOException {
        if (literalsEnd > MOST_BYTES) {
            throw new IOException("more literals than a block has");
        } else if (literalsEnd > literals.length) {
            literals = new byte[Math.max(literalsEnd, Math.min(MOST_BYTES, 2 * literals.length))];
        }
    }
}
