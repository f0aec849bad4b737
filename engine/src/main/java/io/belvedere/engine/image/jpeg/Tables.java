package io.belvedere.engine.image.jpeg;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tables that hold from where they stand in a file (T.81, B.2.4): of quantisation, of Huffman codes; and the
 * restart interval.
 */
final class Tables {
    private static final int COUNTS = 16;

    /** A Huffman table as it is stored: code lengths' counts, then symbols. Most hostile tables are never used. */
    private record Stored(byte[] counts, byte[] symbols) {}

    /** (table, coefficient in coded order). */
    private final int[] @Nullable [] quantisation = new int[4] @Nullable [];

    /** (class, table): the class is 0 for first coefficients and 1 for the others. */
    private final @Nullable Stored[][] codes = new @Nullable Stored[2][4];

    private int restartInterval;

    /** Takes the tables of a segment, if it has some. */
    void read(int marker, byte[] file, int start, int end) throws IOException {
        switch (marker) {
            case Marker.DQT -> readQuantisation(file, start, end);
            case Marker.DHT -> readCodes(file, start, end);
            case Marker.DRI -> restartInterval = Frame.u16(file, start);
            default -> {}
        }
    }

    /** Takes the tables of a file that has nothing else. */
    void readAll(byte[] file) throws IOException {
        int at = Marker.find(file, 0);
        while (at < file.length && (file[at + 1] & 0xFF) != Marker.EOI) {
            int marker = file[at + 1] & 0xFF;
            if (marker == Marker.SOI) {
                at = Marker.find(file, at + 2);
            } else {
                int end = at + 2 + Frame.u16(file, at + 2);
                read(marker, file, at + 4, end);
                at = Marker.find(file, Math.max(end, at + 4));
            }
        }
    }

    private void readQuantisation(byte[] file, int start, int end) throws IOException {
        for (int at = start; at < end; ) {
            int bytes = (file[at] & 0xFF) >> 4 == 0 ? 1 : 2;
            int number = file[at] & 0xF;
            if (number > 3 || at + 1 + 64 * bytes > end) {
                throw new IOException("a quantisation table that can't be");
            }
            int[] table = new int[64];
            for (int k = 0; k < 64; k++) {
                table[k] = bytes == 1 ? file[at + 1 + k] & 0xFF : Frame.u16(file, at + 1 + 2 * k);
            }
            quantisation[number] = table;
            at += 1 + 64 * bytes;
        }
    }

    private void readCodes(byte[] file, int start, int end) throws IOException {
        for (int at = start; at < end; ) {
            int kind = (file[at] & 0xFF) >> 4;
            int number = file[at] & 0xF;
            int symbols = 0;
            for (int i = 1; i <= COUNTS; i++) {
                symbols += file[at + i] & 0xFF;
            }
            int first = at + 1 + COUNTS;
            if (kind > 1 || number > 3 || symbols > 256 || first + symbols > end) {
                throw new IOException("a Huffman table that can't be");
            }
            codes[kind][number] = new Stored(
                    Arrays.copyOfRange(file, at + 1, first), Arrays.copyOfRange(file, first, first + symbols));
            at = first + symbols;
        }
    }

    /** In coded order. */
    int[] quantisation(int number) throws IOException {
        int[] table = number > 3 ? null : quantisation[number];
        if (table == null) {
            throw new IOException("a quantisation table is missing");
        }
        return table;
    }

    /**
     * The code for first coefficients. One that is missing is that of the standard's annex, if the frame may do
     * without.
     */
    HuffmanCode dc(int number, boolean progressive) throws IOException {
        Stored stored = codes[0][number];
        if (stored != null) {
            for (byte symbol : stored.symbols) {
                if ((symbol & 0xFF) > 15) {
                    throw new IOException("a first coefficient of more than 15 bits");
                }
            }
        }
        return code(stored, true, number, progressive);
    }

    /** The code for the other coefficients, likewise. */
    HuffmanCode ac(int number, boolean progressive) throws IOException {
        return code(codes[1][number], false, number, progressive);
    }

    private static HuffmanCode code(@Nullable Stored stored, boolean dc, int number, boolean progressive)
            throws IOException {
        if (stored != null) {
            return new HuffmanCode(stored.counts, stored.symbols);
        } else if (progressive) {
            throw new IOException("a Huffman table is missing");
        }
        return StandardCodes.code(dc, number);
    }

    /** Units between restart markers; 0 if there are none. */
    int restartInterval() {
        return restartInterval;
    }
}
