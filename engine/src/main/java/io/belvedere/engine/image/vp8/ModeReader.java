package io.belvedere.engine.image.vp8;

import java.util.Arrays;

/** Reads how macroblocks are predicted (RFC 6386, sections 10 and 11), in raster order. */
final class ModeReader {
    /** A number at least 0 is the next node, others are minus the leaf's value; 0 is never a next node. */
    private static final int[] BLOCK_MODE_TREE = {0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9};

    /** Block modes that stand for a mode of the whole macroblock: DC, VE, HE, TM. */
    private static final int[] BLOCK_MODE_OF_LUMA_MODE = {0, 2, 3, 1};

    private final BoolDecoder bits;
    private final FrameHeader header;

    /** Block modes above the current macroblock row, 4 for each macroblock. */
    private final int[] above;

    private final int[] left = new int[4];

    ModeReader(BoolDecoder bits, FrameHeader header, int columns) {
        this.bits = bits;
        this.header = header;
        this.above = new int[4 * columns];
    }

    void startRow() {
        Arrays.fill(left, 0);
    }

    void read(Macroblock macroblock, int column) {
        macroblock.segment = segment();
        macroblock.skipped = header.skipProbability() >= 0 && bits.bit(header.skipProbability()) != 0;
        macroblock.lumaMode = lumaMode();
        if (macroblock.isBlockwise()) {
            readBlockModes(macroblock.blockModes, 4 * column);
        } else {
            int mode = BLOCK_MODE_OF_LUMA_MODE[macroblock.lumaMode];
            Arrays.fill(above, 4 * column, 4 * column + 4, mode);
            Arrays.fill(left, mode);
        }
        macroblock.chromaMode = chromaMode();
    }

    private int segment() {
        int[] probabilities = header.segmentProbabilities();
        if (probabilities.length == 0) {
            return 0;
        }
        return bits.bit(probabilities[0]) == 0 ? bits.bit(probabilities[1]) : 2 + bits.bit(probabilities[2]);
    }

    private int lumaMode() {
        if (bits.bit(145) == 0) {
            return Macroblock.BLOCKWISE;
        }
        if (bits.bit(156) == 0) {
            return bits.bit(163) == 0 ? Macroblock.DC : Macroblock.VERTICAL;
        }
        return bits.bit(128) == 0 ? Macroblock.HORIZONTAL : Macroblock.TRUE_MOTION;
    }

    private int chromaMode() {
        if (bits.bit(142) == 0) {
            return Macroblock.DC;
        }
        if (bits.bit(114) == 0) {
            return Macroblock.VERTICAL;
        }
        return bits.bit(183) == 0 ? Macroblock.HORIZONTAL : Macroblock.TRUE_MOTION;
    }

    private void readBlockModes(int[] modes, int firstAbove) {
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                int mode = blockMode(above[firstAbove + x], left[y]);
                modes[4 * y + x] = mode;
                above[firstAbove + x] = mode;
                left[y] = mode;
            }
        }
    }

    private int blockMode(int modeAbove, int modeLeft) {
        int probabilities = (modeAbove * 10 + modeLeft) * 9;
        int node = 0;
        do {
            node = BLOCK_MODE_TREE[node + bits.bit(Tables.BLOCK_MODE_PROBABILITIES[probabilities + node / 2])];
        } while (node > 0);
        return -node;
    }
}
