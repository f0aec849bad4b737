package io.belvedere.server.document.pdf.jpx;

import java.util.Arrays;

/**
 * The bit planes of a code-block (T.800, Annex D). Afterwards {@link #magnitude} and {@link #isNegative} tell the
 * coefficients. Where planes are missing, they lie in the middle of what is possible.
 */
final class CodeBlockDecoder {
    static final int BYPASS = 1;
    static final int RESET = 2;
    static final int TERMINATE = 4;
    static final int CAUSAL = 8;
    static final int SYMBOLS = 32;

    /** With the half that is kept below the lowest, no magnitude fills an int. */
    private static final int MOST_PLANES = 29;

    private static final int WEST = 1;
    private static final int EAST = 2;
    private static final int NORTH = 4;
    private static final int SOUTH = 8;
    private static final int NORTH_WEST = 16;
    private static final int NORTH_EAST = 32;
    private static final int SOUTH_WEST = 64;
    private static final int SOUTH_EAST = 128;
    private static final int NEIGHBOURS = 255;
    /** Shifts a side to the flag that the neighbour there is negative. */
    private static final int SIGNS = 8;

    private static final int SIGNIFICANT = 1 << 12;
    private static final int VISITED = 1 << 13;
    private static final int REFINED = 1 << 14;
    private static final int NEGATIVE = 1 << 15;

    private static final int FIRST_SIGN = 9;
    private static final int FIRST_REFINEMENT = 14;
    private static final int RUN = 17;
    private static final int UNIFORM = 18;

    private static final byte[][] ZERO_CONTEXTS = zeroContexts();
    private static final byte[] SIGN_CONTEXTS = signContexts();

    private final MqDecoder mq = new MqDecoder(UNIFORM + 1);
    private int[] flags = {};
    private int[] magnitudes = {};
    private int width;
    private int height;
    private int stride;
    private byte[] zero = ZERO_CONTEXTS[0];
    private boolean causal;
    private boolean raw;

    /** Tables D.1: by band (0 for LL and LH, 1 for HL, 2 for HH) and neighbours. */
    private static byte[][] zeroContexts() {
        byte[][] contexts = new byte[3][NEIGHBOURS + 1];
        for (int f = 0; f <= NEIGHBOURS; f++) {
            int h = Integer.bitCount(f & (WEST | EAST));
            int v = Integer.bitCount(f & (NORTH | SOUTH));
            int d = Integer.bitCount(f & (NORTH_WEST | NORTH_EAST | SOUTH_WEST | SOUTH_EAST));
            contexts[0][f] = (byte) lowContext(h, v, d);
            contexts[1][f] = (byte) lowContext(v, h, d);
            contexts[2][f] = (byte) diagonalContext(h + v, d);
        }
        return contexts;
    }

    private static int lowContext(int along, int across, int d) {
        if (along == 2) {
            return 8;
        }
        if (along == 1) {
            return across >= 1 ? 7 : d >= 1 ? 6 : 5;
        }
        return across > 0 ? 2 + across : Math.min(d, 2);
    }

    private static int diagonalContext(int straight, int d) {
        return switch (d) {
            case 0 -> Math.min(straight, 2);
            case 1 -> 3 + Math.min(straight, 2);
            case 2 -> straight >= 1 ? 7 : 6;
            default -> 8;
        };
    }

    /**
     * Table D.3, by the flags of the four sides and their signs: twice the context, and the bit to turn the sign
     * with.
     */
    private static byte[] signContexts() {
        byte[] contexts = new byte[256];
        for (int f = 0; f < 256; f++) {
            int h = contribution(f, WEST, EAST);
            int v = contribution(f, NORTH, SOUTH);
            int turned = h < 0 || (h == 0 && v < 0) ? 1 : 0;
            int number = turned == 1 ? -3 * h - v : 3 * h + v; // 0, 1, or 2 to 4
            contexts[f] = (byte) (2 * (FIRST_SIGN + number) + turned);
        }
        return contexts;
    }

    private static int contribution(int f, int one, int other) {
        return Math.clamp(sign(f, one) + sign(f, other), -1, 1);
    }

    private static int sign(int f, int side) {
        return (f & side) == 0 ? 0 : (f & (side << 4)) == 0 ? 1 : -1;
    }

    /**
     * Decodes all passes there are.
     *
     * @param band 0 for LL and LH, 1 for HL, 2 for HH
     * @param planes of the band at most
     * @param tile whose data the block's pieces are parts of
     */
    void decode(CodeBlock block, int band, int planes, int style, byte[] tile) throws JpxFault {
        begin(block, band, style);
        int plane = planes - block.zeroPlanes - 1;
        if (block.passes > 0 && (plane < 0 || block.passes > 3 * plane + 1)) {
            throw JpxFault.damaged("more passes than bit planes");
        }
        if (plane >= MOST_PLANES) {
            throw JpxFault.unsupported("with more than %d bit planes".formatted(MOST_PLANES));
        }
        int kind = 2;
        int done = 0;
        for (int segment = 0; segment < block.segments(); segment++) {
            raw = (style & BYPASS) != 0 && done >= 10 && kind < 2;
            byte[] data = block.data(segment, tile);
            if (raw) {
                mq.beginRaw(data);
            } else {
                mq.begin(data);
            }
            for (int i = 0; i < block.passes(segment); i++) {
                pass(kind, plane, style);
                done++;
                plane -= kind == 2 ? 1 : 0;
                kind = (kind + 1) % 3;
            }
        }
    }

    private void begin(CodeBlock block, int band, int style) {
        width = block.area.width();
        height = block.area.height();
        stride = width + 2;
        int cells = stride * (height + 2);
        if (flags.length < cells) {
            flags = new int[cells];
            magnitudes = new int[cells];
        } else {
            Arrays.fill(flags, 0, cells, 0);
            Arrays.fill(magnitudes, 0, cells, 0);
        }
        zero = ZERO_CONTEXTS[band];
        causal = (style & CAUSAL) != 0;
        resetContexts();
    }

    private void resetContexts() {
        for (int i = 0; i <= UNIFORM; i++) {
            mq.set(i, 0);
        }
        mq.set(0, 4);
        mq.set(RUN, 3);
        mq.set(UNIFORM, 46);
    }

    private void pass(int kind, int plane, int style) throws JpxFault {
        for (int top = 0; top < height; top += 4) {
            int rows = Math.min(4, height - top);
            for (int x = 0; x < width; x++) {
                int cell = (top + 1) * stride + x + 1;
                switch (kind) {
                    case 0 -> propagate(cell, rows, plane);
                    case 1 -> refine(cell, rows, plane);
                    default -> cleanUp(cell, rows, plane);
                }
            }
        }
        if (kind == 2 && (style & SYMBOLS) != 0) {
            requireSymbol();
        }
        if ((style & RESET) != 0) {
            resetContexts();
        }
    }

    /** D.3.1. */
    private void propagate(int first, int rows, int plane) {
        int cell = first;
        for (int row = 0; row < rows; row++, cell += stride) {
            int f = flags[cell];
            if ((f & SIGNIFICANT) == 0 && (f & NEIGHBOURS) != 0) {
                int bit = raw ? mq.raw() : mq.decode(zero[f & NEIGHBOURS]);
                if (bit == 1) {
                    becomeSignificant(cell, row, plane);
                }
                flags[cell] |= VISITED;
            }
        }
    }

    /** D.3.2. */
    private void becomeSignificant(int cell, int row, int plane) {
        int negative;
        if (raw) {
            negative = mq.raw();
        } else {
            int f = flags[cell];
            int sign = SIGN_CONTEXTS[(f & 15) | ((f >> 4) & 240)];
            negative = mq.decode(sign >> 1) ^ (sign & 1);
        }
        magnitudes[cell] = 3 << plane;
        flags[cell] |= SIGNIFICANT | (negative == 1 ? NEGATIVE : 0);
        flags[cell - 1] |= EAST | negative * (EAST << SIGNS);
        flags[cell + 1] |= WEST | negative * (WEST << SIGNS);
        flags[cell + stride] |= NORTH | negative * (NORTH << SIGNS);
        flags[cell + stride - 1] |= NORTH_EAST;
        flags[cell + stride + 1] |= NORTH_WEST;
        if (row > 0 || !causal) {
            flags[cell - stride] |= SOUTH | negative * (SOUTH << SIGNS);
            flags[cell - stride - 1] |= SOUTH_EAST;
            flags[cell - stride + 1] |= SOUTH_WEST;
        }
    }

    /** D.3.3. */
    private void refine(int first, int rows, int plane) {
        int cell = first;
        for (int row = 0; row < rows; row++, cell += stride) {
            int f = flags[cell];
            if ((f & (SIGNIFICANT | VISITED)) == SIGNIFICANT) {
                int context = (f & REFINED) != 0 ? 2 : (f & NEIGHBOURS) != 0 ? 1 : 0;
                int bit = raw ? mq.raw() : mq.decode(FIRST_REFINEMENT + context);
                magnitudes[cell] += bit == 1 ? 1 << plane : -(1 << plane);
                flags[cell] |= REFINED;
            }
        }
    }

    /** D.3.4. */
    private void cleanUp(int first, int rows, int plane) {
        int row = 0;
        boolean told = false;
        if (rows == 4 && isRun(first)) {
            if (mq.decode(RUN) == 0) {
                return;
            }
            row = mq.decode(UNIFORM) << 1;
            row |= mq.decode(UNIFORM);
            told = true;
        }
        for (int cell = first + row * stride; row < rows; row++, cell += stride) {
            int f = flags[cell];
            if ((f & (SIGNIFICANT | VISITED)) == 0 && (told || mq.decode(zero[f & NEIGHBOURS]) == 1)) {
                becomeSignificant(cell, row, plane);
            }
            told = false;
            flags[cell] &= ~VISITED;
        }
    }

    private boolean isRun(int first) {
        int all = flags[first] | flags[first + stride] | flags[first + 2 * stride] | flags[first + 3 * stride];
        return (all & (SIGNIFICANT | VISITED | NEIGHBOURS)) == 0;
    }

    private void requireSymbol() throws JpxFault {
        int symbol = 0;
        for (int i = 0; i < 4; i++) {
            symbol = symbol << 1 | mq.decode(UNIFORM);
        }
        if (symbol != 0b1010) {
            throw JpxFault.damaged("a bit plane that doesn't end as it should");
        }
    }

    /** Twice the coefficient's, from the block's corner on. */
    int magnitude(int x, int y) {
        return magnitudes[(y + 1) * stride + x + 1];
    }

    boolean isNegative(int x, int y) {
        return (flags[(y + 1) * stride + x + 1] & NEGATIVE) != 0;
    }
}
