package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.DecodingWatch;
import java.util.Arrays;

/** Runs and copies of bytes (TIFF 6.0, section 9). */
final class PackBitsStream extends PartStream {
    private static final int NOTHING = -128;

    private final byte[] data;
    private final int end;
    private final DecodingWatch watch;
    private int at;

    /** Bytes that are still to come of a run or copy. */
    private int left;

    private boolean run;

    PackBitsStream(byte[] data, int start, int end, DecodingWatch watch) {
        this.data = data;
        this.at = start;
        this.end = end;
        this.watch = watch;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int done = 0;
        while (done < length && (left > 0 || next())) {
            int count = Math.min(left, length - done);
            if (run) {
                Arrays.fill(target, offset + done, offset + done + count, data[at]);
            } else {
                count = Math.min(count, end - at);
                System.arraycopy(data, at, target, offset + done, count);
                at += count;
                left = at == end ? count : left;
            }
            left -= count;
            at += run && left == 0 ? 1 : 0;
            done += count;
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    /** Goes to the next run or copy; false if there is none. */
    private boolean next() {
        while (end - at >= 2) {
            int head = data[at++];
            if (head != NOTHING) {
                run = head < 0;
                left = 1 + Math.abs(head);
                return true;
            } else if ((at & 0xFFFF) == 0) {
                watch.goOn();
            }
        }
        return false;
    }
}
