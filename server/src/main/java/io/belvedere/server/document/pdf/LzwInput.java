package io.belvedere.server.document.pdf;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes LZW as in PDF 1.7, 7.4.4, and fails where the data end without saying so or name a string that is not there.
 */
final class LzwInput extends InputStream {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int MOST_CODES = 4096;

    private final InputStream in;
    private final int early;

    /** Of each code: the code of its string less the last byte, that byte, and how long it is. */
    private final short[] prefix = new short[MOST_CODES];

    private final byte[] last = new byte[MOST_CODES];
    private final int[] length = new int[MOST_CODES];
    private byte[] string = new byte[0];
    private int at;
    private int codes = END + 1;
    private int previous = -1;
    private int bits;
    private int bitCount;
    private boolean ended;

    /** With {@code earlyChange} codes get longer one code sooner than they must. */
    LzwInput(InputStream in, boolean earlyChange) {
        this.in = new BufferedInputStream(in);
        this.early = earlyChange ? 1 : 0;
        for (int i = 0; i < CLEAR; i++) {
            last[i] = (byte) i;
            length[i] = 1;
        }
    }

    @Override
    public int read() throws IOException {
        return hasNext() ? string[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
        if (!hasNext()) {
            return -1;
        }
        int count = Math.min(most, string.length - at);
        System.arraycopy(string, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean hasNext() throws IOException {
        while (at == string.length && !ended) {
            decode(code());
        }
        return at < string.length;
    }

    private void decode(int code) throws IOException {
        at = 0;
        string = new byte[0];
        if (code == END) {
            ended = true;
        } else if (code == CLEAR) {
            codes = END + 1;
            previous = -1;
        } else {
            if (code > codes || (code == codes && previous < 0) || code == MOST_CODES) {
                throw new IOException("no such string");
            }
            if (previous >= 0 && codes < MOST_CODES) {
                prefix[codes] = (short) previous;
                length[codes] = length[previous] + 1;
                last[codes] = first(code == codes ? previous : code);
                codes++;
            }
            string = string(code);
            previous = code;
        }
    }

    private byte first(int code) {
        int start = code;
        while (length[start] > 1) {
            start = prefix[start];
        }
        return last[start];
    }

    private byte[] string(int code) {
        byte[] bytes = new byte[length[code]];
        int rest = code;
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = last[rest];
            rest = prefix[rest];
        }
        return bytes;
    }

    private int code() throws IOException {
        int next = codes + early;
        int width = next < 512 ? 9 : next < 1024 ? 10 : next < 2048 ? 11 : 12;
        while (bitCount < width) {
            int read = in.read();
            if (read < 0) {
                throw new EOFException("no end");
            }
            bits = (bits << 8) | read;
            bitCount += 8;
        }
        bitCount -= width;
        return (bits >>> bitCount) & ((1 << width) - 1);
    }
}
