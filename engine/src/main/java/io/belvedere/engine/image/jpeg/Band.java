package io.belvedere.engine.image.jpeg;

import java.io.IOException;

/** Reads a band of coefficients of one block after the other (T.81, G.1.2.2 and G.1.2.3). */
final class Band {
    private final BitReader in;
    private final int first;
    private final int last;
    private final int low;
    private final boolean refining;

    /** The band's coefficients, a bit for each. */
    private final long mask;

    /** Blocks from the next one on that have nothing new in the band. */
    private int emptyBlocks;

    Band(ScanHeader scan, BitReader in) {
        this.in = in;
        this.first = scan.first();
        this.last = scan.last();
        this.low = scan.low();
        this.refining = scan.high() > 0;
        this.mask = -1L << first & -1L >>> (63 - last);
    }

    void restart() {
        emptyBlocks = 0;
    }

    /** Reads {@code count} blocks that stand side by side, from {@code block} on. */
    void read(HuffmanCode code, Coefficients target, int block, int count) throws IOException {
        int end = block + count;
        for (int i = block; i < end; ) {
            if (emptyBlocks > 0) {
                int some = Math.min(emptyBlocks, end - i);
                if (refining) {
                    refineOnly(target, i, i + some);
                }
                emptyBlocks -= some;
                i += some;
            } else {
                if (refining) {
                    refine(code, target, i);
                } else {
                    readFirst(code, target, i);
                }
                i++;
            }
        }
    }

    private void readFirst(HuffmanCode code, Coefficients target, int block) throws IOException {
        int[] entries = code.entries();
        short[] values = target.values;
        int base = 64 * block;
        long bits = in.bits;
        int count = in.count;
        long present = 0;
        for (int k = first; k <= last; k++) {
            if (count < 32) {
                in.bits = bits;
                in.count = count;
                in.fill();
                bits = in.bits;
                count = in.count;
            }
            int entry = entries[BitReader.first(bits, HuffmanCode.LOOKAHEAD)];
            if (entry == 0) {
                entry = code.longEntry(bits);
            }
            int length = entry & 31;
            bits <<= length;
            count -= length;
            int zeros = entry >>> 12 & 15;
            k += zeros;
            int value = entry >> 16;
            if ((entry & HuffmanCode.WHOLE) == 0) {
                int size = entry >>> 8 & 15;
                if (size == 0) {
                    if (zeros < 15) {
                        emptyBlocks = (1 << zeros) - 1 + BitReader.first(bits, zeros);
                        bits <<= zeros;
                        count -= zeros;
                        break;
                    }
                    continue;
                }
                value = BitReader.signed(bits, size);
                bits <<= size;
                count -= size;
            }
            value <<= low;
            if (k > last || value != (short) value) {
                throw new IOException("a coefficient that is none of the band, or too large");
            }
            values[base + k] = (short) value;
            present |= 1L << k;
        }
        in.bits = bits;
        in.count = count;
        target.present[block] |= present;
    }

    private void refine(HuffmanCode code, Coefficients target, int block) throws IOException {
        long present = target.present[block];
        for (int k = first; k <= last; k++) {
            if (in.count < 32) {
                in.fill();
            }
            int entry = code.entries()[BitReader.first(in.bits, HuffmanCode.LOOKAHEAD)];
            if (entry == 0) {
                entry = code.longEntry(in.bits);
            }
            int zeros = entry >>> 12 & 15;
            int value = entry >> 16;
            boolean comes = (entry & HuffmanCode.WHOLE) != 0;
            in.bits <<= entry & 31;
            in.count -= entry & 31;
            if (!comes && (entry >>> 8 & 15) > 0) {
                comes = true;
                value = 2 * in.number(entry >>> 8 & 15) - 1;
            }
            if (comes && value != 1 && value != -1) {
                throw new IOException("a coefficient comes with more than one bit");
            }
            if (!comes && zeros < 15) {
                emptyBlocks = (1 << zeros) - 1 + in.number(zeros);
                correct(target.values, 64 * block, present & mask & -1L << k);
                return;
            }
            // over the coefficients that are there, and so many that are not
            for (; k <= last; k++) {
                if ((present >>> k & 1) != 0) {
                    correct(target.values, 64 * block + k);
                } else if (--zeros < 0) {
                    break;
                }
            }
            if (comes) {
                if (k > last) {
                    throw new IOException("a coefficient that is none of the band");
                }
                target.values[64 * block + k] = (short) (value << low);
                target.present[block] |= 1L << k;
            }
        }
    }

    private void refineOnly(Coefficients target, int from, int to) throws IOException {
        for (int block = from; block < to; block++) {
            long present = target.present[block] & mask;
            if (present != 0) {
                correct(target.values, 64 * block, present);
            }
        }
    }

    /** One more bit for each of these coefficients. */
    private void correct(short[] values, int base, long present) throws IOException {
        for (long left = present; left != 0; left &= left - 1) {
            correct(values, base + Long.numberOfTrailingZeros(left));
        }
    }

    private void correct(short[] values, int at) throws IOException {
        if (in.bit() != 0) {
            values[at] += (short) (values[at] >= 0 ? 1 << low : -1 << low);
        }
    }
}
