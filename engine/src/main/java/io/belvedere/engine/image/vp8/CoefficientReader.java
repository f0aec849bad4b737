package io.belvedere.engine.image.vp8;

import java.util.Arrays;

/**
 * Reads and dequantises the coefficients of macroblocks (RFC 6386, sections 13 and 14), in raster order. Which
 * probabilities apply depends on whether the blocks above and to the left had coefficients.
 */
final class CoefficientReader {
    private static final int Y_AFTER_Y2 = 0;
    private static final int Y2 = 1;
    private static final int CHROMA = 2;
    private static final int Y_WITH_DC = 3;

    private static final int[] BAND = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7};
    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

    /** Probabilities of the extra bits of large values, by category from 3 on. */
    private static final int[][] EXTRA_BITS = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    /** Flags of a macroblock's lower or right blocks: 4 Y, 2 U, 2 V, 1 Y2. */
    private static final int FLAGS = 9;

    private static final int Y2_FLAG = 8;

    private final int[] probabilities;
    private final boolean[] above;
    private final boolean[] left = new boolean[FLAGS];
    private final int[] means = new int[16];

    CoefficientReader(FrameHeader header, int columns) {
        this.probabilities = header.coefficientProbabilities();
        this.above = new boolean[FLAGS * columns];
    }

    void startRow() {
        Arrays.fill(left, false);
    }

    /** Leaves the macroblock's coefficients empty. */
    void skip(Macroblock macroblock, int column) {
        // the Y2 flag belongs to the last macroblock that had such a block
        int flags = macroblock.isBlockwise() ? FLAGS - 1 : FLAGS;
        Arrays.fill(above, FLAGS * column, FLAGS * column + flags, false);
        Arrays.fill(left, 0, flags, false);
        Arrays.fill(macroblock.nonZero, false);
    }

    void read(BoolDecoder bits, Macroblock macroblock, int column, Quantizers quantizers) {
        int firstAbove = FLAGS * column;
        int[] coefficients = macroblock.coefficients;
        Arrays.fill(coefficients, 0);
        if (macroblock.isBlockwise()) {
            readBlocks(bits, macroblock, 0, Y_WITH_DC, 4, firstAbove, 0, quantizers.y());
        } else {
            Arrays.fill(means, 0);
            int context = count(above[firstAbove + Y2_FLAG], left[Y2_FLAG]);
            boolean coded = readBlock(bits, Y2, 0, context, quantizers.y2(), means, 0) > 0;
            above[firstAbove + Y2_FLAG] = coded;
            left[Y2_FLAG] = coded;
            Transform.spreadMeans(means, coefficients);
            readBlocks(bits, macroblock, 0, Y_AFTER_Y2, 4, firstAbove, 0, quantizers.y());
        }
        readBlocks(bits, macroblock, 16, CHROMA, 2, firstAbove + 4, 4, quantizers.uv());
        readBlocks(bits, macroblock, 20, CHROMA, 2, firstAbove + 6, 6, quantizers.uv());
    }

    /** Reads a square of {@code side} x {@code side} blocks. */
    private void readBlocks(
            BoolDecoder bits,
            Macroblock macroblock,
            int firstBlock,
            int type,
            int side,
            int firstAbove,
            int firstLeft,
            int[] factors) {
        int start = type == Y_AFTER_Y2 ? 1 : 0;
        int block = firstBlock;
        for (int y = firstLeft; y < firstLeft + side; y++) {
            for (int x = firstAbove; x < firstAbove + side; x++, block++) {
                int[] coefficients = macroblock.coefficients;
                int end = readBlock(bits, type, start, count(above[x], left[y]), factors, coefficients, 16 * block);
                above[x] = end > start;
                left[y] = end > start;
                macroblock.nonZero[block] = end > start || coefficients[16 * block] != 0;
            }
        }
    }

    /**
     * Reads one block into coefficients[at, at + 16); returns the position after the last one coded, {@code start} if
     * none.
     */
    private int readBlock(
            BoolDecoder bits, int type, int start, int context, int[] factors, int[] coefficients, int at) {
        int i = start;
        int p = probabilities(type, i, context);
        while (bits.bit(probabilities[p]) != 0) {
            while (bits.bit(probabilities[p + 1]) == 0) {
                i++;
                if (i == 16) {
                    return 16;
                }
                p = probabilities(type, i, 0);
            }
            int value = value(bits, p);
            int signed = bits.flag() ? -value : value;
            coefficients[at + ZIGZAG[i]] = signed * factors[i > 0 ? 1 : 0];
            i++;
            if (i == 16) {
                return 16;
            }
            p = probabilities(type, i, value == 1 ? 1 : 2);
        }
        return i;
    }

    private int value(BoolDecoder bits, int p) {
        if (bits.bit(probabilities[p + 2]) == 0) {
            return 1;
        }
        if (bits.bit(probabilities[p + 3]) == 0) {
            return bits.bit(probabilities[p + 4]) == 0 ? 2 : 3 + bits.bit(probabilities[p + 5]);
        }
        if (bits.bit(probabilities[p + 6]) == 0) {
            return bits.bit(probabilities[p + 7]) == 0 ? 5 + bits.bit(159) : 7 + 2 * bits.bit(165) + bits.bit(145);
        }
        int high = bits.bit(probabilities[p + 8]);
        int category = 2 * high + bits.bit(probabilities[p + 9 + high]);
        int extra = 0;
        for (int probability : EXTRA_BITS[category]) {
            extra = extra << 1 | bits.bit(probability);
        }
        return 3 + (8 << category) + extra;
    }

    private static int probabilities(int type, int position, int context) {
        return ((type * 8 + BAND[position]) * 3 + context) * 11;
    }

    private static int count(boolean a, boolean b) {
        return (a ? 1 : 0) + (b ? 1 : 0);
    }
}
