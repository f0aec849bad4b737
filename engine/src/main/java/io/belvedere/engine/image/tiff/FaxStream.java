package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.DecodingWatch;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Rows of bits, 1 for black, coded as faxes are (ITU-T T.4 and T.6; TIFF 6.0, sections 10 and 11). A row that isn't as
 * long as it must be is broken; marks of the end may be missing, as libtiff allows.
 */
final class FaxStream extends PartStream {
    private static final int END_OF_LINE_ZEROS = 11;

    private final byte[] data;
    private final int start;
    private final long endBit;
    private final int columns;
    private final Compression coding;
    private final boolean twoDimensional;
    private final DecodingWatch watch;
    private long bit;

    /** Where colours change in the row and in the one above, beginning with white, then {@code columns} three times. */
    private int[] changes;

    private int[] above;
    private int count;

    private final byte[] row;
    private int at;

    /**
     * @param part with the first bit in the highest one of a byte
     * @param twoDimensional whether rows of T.4 may be coded by the row above
     */
    FaxStream(Part part, Compression coding, boolean twoDimensional, DecodingWatch watch) {
        this.data = part.data();
        this.start = part.start();
        this.endBit = 8L * (part.end() - start);
        this.columns = part.width();
        this.coding = coding;
        this.twoDimensional = twoDimensional;
        this.watch = watch;
        this.changes = new int[columns + 4];
        this.above = new int[columns + 4];
        this.row = new byte[part.rowBytes()];
        this.at = row.length;
        Arrays.fill(changes, 0, 3, columns);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (at == row.length) {
            watch.goOn();
            readRow();
            at = 0;
        }
        int piece = Math.min(length, row.length - at);
        System.arraycopy(row, at, target, offset, piece);
        at += piece;
        return piece;
    }

    private void readRow() throws IOException {
        int[] swapped = above;
        above = changes;
        changes = swapped;
        count = 0;
        boolean byAbove = coding == Compression.T6;
        if (coding == Compression.T4) {
            byAbove = endOfLine();
        } else if (coding == Compression.FAX_ROWS) {
            bit = bit + 7 & ~7L;
        } else if (coding == Compression.FAX_WORDS) {
            bit = bit + 15 & ~15L;
        }
        if (byAbove) {
            byAbove();
        } else {
            byItself();
        }
        if (bit > endBit) {
            throw new EOFException();
        }
        Arrays.fill(changes, count, count + 3, columns);
        paint();
    }

    /** Passes over the mark before a row of T.4, if there is one; returns whether the row is coded by the one above. */
    private boolean endOfLine() throws IOException {
        if (peek(END_OF_LINE_ZEROS) != 0) {
            if (twoDimensional) {
                throw new IOException("no mark before a row");
            }
            return false;
        }
        while (peek(1) == 0) {
            bit += (bit & 7) == 0 && peek(Byte.SIZE) == 0 ? Byte.SIZE : 1;
            if (bit >= endBit) {
                throw new EOFException();
            }
        }
        bit++;
        boolean byAbove = twoDimensional && peek(1) == 0;
        bit += twoDimensional ? 1 : 0;
        return byAbove;
    }

    private void byItself() throws IOException {
        int end = 0;
        for (boolean black = false; end < columns; black = !black) {
            end += run(black);
            change(end);
        }
    }

    private void byAbove() throws IOException {
        int a0 = -1;
        boolean black = false;
        // above[b] is the first change right of a0 to the other colour
        for (int b = 0; a0 < columns; ) {
            while (above[b] <= a0 && above[b] < columns) {
                b += 2;
            }
            int entry = FaxCodes.mode(peek(FaxCodes.MODE_BITS));
            if (FaxCodes.length(entry) == 0 || bit > endBit) {
                throw new IOException("no mode");
            }
            bit += FaxCodes.length(entry);
            int mode = FaxCodes.value(entry);
            if (mode == FaxCodes.PASS) {
                a0 = above[b + 1];
            } else if (mode == FaxCodes.HORIZONTAL) {
                int a1 = Math.max(0, a0) + run(black);
                change(a1);
                a0 = a1 + run(!black);
                change(a0);
            } else {
                int a1 = above[b] + mode - FaxCodes.VERTICAL;
                if (a1 < a0) {
                    throw new IOException("a change left of the one before");
                }
                change(a1);
                a0 = a1;
                black = !black;
                b += b > 0 ? -1 : 1;
            }
        }
    }

    /** The run of a colour: codes of multiples of 64, then one of less. */
    private int run(boolean black) throws IOException {
        int run = 0;
        int part;
        do {
            int entry = FaxCodes.run(black, peek(FaxCodes.RUN_BITS));
            if (FaxCodes.length(entry) == 0 || bit > endBit) {
                throw new IOException("no run");
            }
            bit += FaxCodes.length(entry);
            part = FaxCodes.value(entry);
            run += part;
        } while (part >= 64 && run <= columns);
        return run;
    }

    private void change(int column) throws IOException {
        if (column < 0 || column > columns) {
            throw new IOException("a row that is too long");
        }
        if (count > 0 && changes[count - 1] == column) {
            count--; // nothing was between this change and the one before
        } else {
            changes[count++] = column;
        }
    }

    private void paint() {
        Arrays.fill(row, (byte) 0);
        for (int i = 0; changes[i] < columns; i += 2) {
            for (int x = changes[i]; x < changes[i + 1]; ) {
                if ((x & 7) == 0 && changes[i + 1] - x >= 8) {
                    row[x >> 3] = -1;
                    x += 8;
                } else {
                    row[x >> 3] |= (byte) (0x80 >> (x & 7));
                    x++;
                }
            }
        }
    }

    /** The next bits, at most 25, as a number; zeros behind the end. */
    private int peek(int bits) {
        int first = (int) (bit >>> 3);
        int word = 0;
        for (int i = 0; i < 4; i++) {
            word = word << 8 | (8L * (first + i) < endBit ? data[start + first + i] & 0xFF : 0);
        }
        return word << (bit & 7) >>> (32 - bits);
    }
}
