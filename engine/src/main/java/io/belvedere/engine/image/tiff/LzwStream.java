package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.DecodingWatch;
import java.io.IOException;

/**
 * LZW (TIFF 6.0, section 13), with the first bit of a code in the highest one of a byte; or as old programs wrote it,
 * with the first bit in the lowest one and codes that become longer one code later.
 */
final class LzwStream extends PartStream {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int SHORTEST = 9;
    private static final int LONGEST = 12;
    private static final int CODES = 1 << LONGEST;

    private final byte[] data;
    private final int end;
    private final DecodingWatch watch;
    private final boolean old;
    private final short[] prefixes = new short[CODES];
    private final byte[] suffixes = new byte[CODES];
    private final short[] lengths = new short[CODES];

    /** What the last code stood for, less what was read of it: string[from, length). */
    private final byte[] string = new byte[CODES + 1];

    private int from;
    private int length;
    private int at;
    private long bits;
    private int bitCount;
    private int codeBits = SHORTEST;
    private int next = FIRST;
    private int previous = -1;
    private int codesRead;

    LzwStream(byte[] data, int start, int end, DecodingWatch watch) {
        this.data = data;
        this.at = start;
        this.end = end;
        this.watch = watch;
        // a clear code in the old order: libtiff tells by this too
        this.old = end - start >= 2 && data[start] == 0 && (data[start + 1] & 1) != 0;
        for (int i = 0; i < CLEAR; i++) {
            suffixes[i] = (byte) i;
            lengths[i] = 1;
        }
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int done = 0;
        while (done < count && (from < length || expand())) {
            int piece = Math.min(count - done, length - from);
            System.arraycopy(string, from, target, offset + done, piece);
            from += piece;
            done += piece;
        }
        return done == 0 && count > 0 ? -1 : done;
    }

    /** Reads a code that stands for bytes; false at the end. */
    private boolean expand() throws IOException {
        int code = code();
        while (code == CLEAR) {
            codeBits = SHORTEST;
            next = FIRST;
            previous = -1;
            code = code();
        }
        if (code < 0 || code == END) {
            return false;
        }
        if (previous < 0) {
            if (code >= CLEAR) {
                throw new IOException("the first code is of no byte");
            }
            write(code);
        } else if (code < next) {
            write(code);
            add(string[0]);
        } else if (code == next && next < CODES) {
            // the string before and its own first byte
            write(previous);
            byte first = string[0];
            string[length++] = first;
            add(first);
        } else {
            throw new IOException("a code that means nothing yet");
        }
        previous = code;
        return true;
    }

    private void write(int code) {
        length = lengths[code];
        from = 0;
        for (int i = length - 1, c = code; i >= 0; i--) {
            string[i] = suffixes[c];
            c = prefixes[c];
        }
    }

    private void add(byte suffix) {
        if (next < CODES) {
            prefixes[next] = (short) previous;
            suffixes[next] = suffix;
            lengths[next] = (short) (lengths[previous] + 1);
            next++;
            if (next + (old ? 0 : 1) >= 1 << codeBits && codeBits < LONGEST) {
                codeBits++;
            }
        }
    }

    /** The next code; -1 if there are no more bits. */
    private int code() {
        if ((++codesRead & 0xFFFF) == 0) {
            watch.goOn();
        }
        while (bitCount < codeBits) {
            if (at == end) {
                return -1;
            }
            long next8 = data[at++] & 0xFF;
            bits = old ? bits | next8 << bitCount : bits << 8 | next8;
            bitCount += 8;
        }
        bitCount -= codeBits;
        int mask = (1 << codeBits) - 1;
        if (old) {
            int code = (int) bits & mask;
            bits >>>= codeBits;
            return code;
        }
        return (int) (bits >>> bitCount) & mask;
    }
}
