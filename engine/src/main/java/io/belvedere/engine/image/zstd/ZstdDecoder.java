package io.belvedere.engine.image.zstd;

import io.belvedere.engine.image.DecodingWatch;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** Decodes the frames of a piece of data, a block at a time. */
public final class ZstdDecoder {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
    private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
    private static final int CHECKSUM_BYTES = 4;
    private static final int RAW = 0;
    private static final int RUN = 1;
    private static final int COMPRESSED = 2;

    private final byte[] data;
    private final int end;
    private final DecodingWatch watch;
    private final byte[] out;
    private int at;
    private int length;
    private Block block = new Block();
    private boolean inFrame;
    private boolean checked;
    private int frameStart;

    /**
     * @param data[start, end) holds frames
     * @param most bytes that may come out of them
     * @param watch is asked for each block
     */
    public ZstdDecoder(byte[] data, int start, int end, int most, DecodingWatch watch) {
        this.data = data;
        this.at = start;
        this.end = end;
        this.watch = watch;
        this.out = new byte[most];
    }

    /** What has come out so far: the first {@link #length} bytes. */
    public byte[] out() {
        return out;
    }

    public int length() {
        return length;
    }

    /**
     * Decodes one more block.
     *
     * @return whether there was one
     * @throws IOException if the data is broken, ends within a frame, needs a dictionary or becomes more than it may
     */
    public boolean next() throws IOException {
        watch.goOn();
        while (!inFrame) {
            if (at == end) {
                return false;
            }
            frame();
        }
        try {
            block();
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IOException("a block that ends early or becomes too much", e);
        }
        return true;
    }

    private void frame() throws IOException {
        int magic = (int) number(4);
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
            long skipped = number(4);
            if (skipped > end - at) {
                throw new EOFException();
            }
            at += (int) skipped;
            return;
        }
        int descriptor = (int) number(1);
        boolean single = (descriptor & 0x20) != 0;
        if (magic != MAGIC || (descriptor & 0x08) != 0) {
            throw new IOException("no frame");
        }
        number(single ? 0 : 1); // the window: all that came out is kept
        if (number(DICTIONARY_ID_BYTES[descriptor & 3]) != 0) {
            throw new IOException("a dictionary is missing");
        }
        int sizeCode = descriptor >> 6;
        number(sizeCode == 0 ? (single ? 1 : 0) : 1 << sizeCode);
        inFrame = true;
        checked = (descriptor & 0x04) != 0;
        frameStart = length;
        block = new Block();
    }

    private void block() throws IOException {
        int header = (int) number(3);
        int size = header >> 3;
        int type = header >> 1 & 3;
        if (type == RAW) {
            System.arraycopy(data, at, out, length, size);
            length += size;
        } else if (type == RUN) {
            Arrays.fill(out, length, length + size, data[at]);
            length += size;
        } else if (type == COMPRESSED && size <= Block.MOST_BYTES) {
            length = block.decode(data, at, at + size, out, frameStart, length);
        } else {
            throw new IOException("a block of type " + type);
        }
        at += type == RUN ? 1 : size;
        if (at > end) {
            throw new EOFException();
        }
        if ((header & 1) != 0) {
            inFrame = false;
            if (checked && (int) number(CHECKSUM_BYTES) != (int) Checksum.of(out, frameStart, length)) {
                throw new IOException("the checksum is of other bytes");
            }
        }
    }

    /** The next bytes, the least significant one first. */
    private long number(int bytes) throws EOFException {
        if (bytes > end - at) {
            throw new EOFException();
        }
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (data[at++] & 0xFFL) << (8 * i);
        }
        return number;
    }
}
