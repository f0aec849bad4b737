package io.belvedere.engine.image.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The inverse discrete cosine transform of a block, in integers (Loeffler, Ligtenberg and Moschytz, 1989, with 12
 * multiplications, scaled as in libjpeg's "islow": 13 bits after the point in factors, 2 between columns and rows).
 */
final class InverseTransform {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long EACH_BYTE = 0x0101010101010101L;

    private static final int FACTOR_BITS = 13;
    private static final int BETWEEN_BITS = 2;
    private static final int COLUMN_SHIFT = FACTOR_BITS - BETWEEN_BITS;
    private static final int ROW_SHIFT = FACTOR_BITS + BETWEEN_BITS + 3;
    private static final int COLUMN_HALF = 1 << (COLUMN_SHIFT - 1);

    /** One half, and the 128 that samples are shifted by. */
    private static final int ROW_HALF = (1 << (ROW_SHIFT - 1)) + (128 << ROW_SHIFT);

    private static final int F_0_298 = 2446;
    private static final int F_0_390 = 3196;
    private static final int F_0_541 = 4433;
    private static final int F_0_765 = 6270;
    private static final int F_0_899 = 7373;
    private static final int F_1_175 = 9633;
    private static final int F_1_501 = 12299;
    private static final int F_1_847 = 15137;
    private static final int F_1_961 = 16069;
    private static final int F_2_053 = 16819;
    private static final int F_2_562 = 20995;
    private static final int F_3_072 = 25172;

    private static final long RIGHT_HALF = ZigZag.rightHalf();
    private static final long[] BELOW_FIRST_ROW = new long[8];

    static {
        Arrays.setAll(BELOW_FIRST_ROW, ZigZag::belowFirstRow);
    }

    /** The block's coefficients, row by row, times their quantisation; zeros again after a transform. */
    final int[] block = new int[64];

    private final int[] between = new int[64];

    /**
     * Transforms the block to 8 x 8 samples.
     *
     * @param present a bit for each coefficient but the first that may not be zero, in coded order
     * @param at of the first sample in {@code samples}
     * @param stride from a row of samples to the next
     */
    void transform(long present, byte[] samples, int at, int stride) {
        if (present == 0) {
            long level = clamp((((block[0] << BETWEEN_BITS) + (1 << (BETWEEN_BITS + 2))) >> (BETWEEN_BITS + 3)) + 128)
                    & 0xFF;
            for (int row = 0; row < 8; row++) {
                LONGS.set(samples, at + row * stride, level * EACH_BYTE);
            }
            block[0] = 0;
            return;
        }
        boolean narrow = (present & RIGHT_HALF) == 0;
        for (int column = 0, columns = narrow ? 4 : 8; column < columns; column++) {
            if ((present & BELOW_FIRST_ROW[column]) == 0) {
                int level = block[column] << BETWEEN_BITS;
                for (int i = column; i < 64; i += 8) {
                    between[i] = level;
                }
            } else {
                column(block, between, column);
            }
        }
        for (int row = 0; row < 8; row++) {
            if (narrow) {
                narrowRow(between, 8 * row, samples, at + row * stride);
            } else {
                row(between, 8 * row, samples, at + row * stride);
            }
        }
        Arrays.fill(block, 0);
    }

    private static void column(int[] in, int[] out, int c) {
        int z1 = (in[c + 16] + in[c + 48]) * F_0_541;
        int even2 = z1 - in[c + 48] * F_1_847;
        int even3 = z1 + in[c + 16] * F_0_765;
        int even0 = ((in[c] + in[c + 32]) << FACTOR_BITS) + COLUMN_HALF;
        int even1 = ((in[c] - in[c + 32]) << FACTOR_BITS) + COLUMN_HALF;
        int sum0 = even0 + even3;
        int sum3 = even0 - even3;
        int sum1 = even1 + even2;
        int sum2 = even1 - even2;

        int odd0 = in[c + 56];
        int odd1 = in[c + 40];
        int odd2 = in[c + 24];
        int odd3 = in[c + 8];
        int all = (odd0 + odd1 + odd2 + odd3) * F_1_175;
        int a = -(odd0 + odd3) * F_0_899;
        int b = -(odd1 + odd2) * F_2_562;
        int c02 = all - (odd0 + odd2) * F_1_961;
        int c13 = all - (odd1 + odd3) * F_0_390;
        odd0 = odd0 * F_0_298 + a + c02;
        odd1 = odd1 * F_2_053 + b + c13;
        odd2 = odd2 * F_3_072 + b + c02;
        odd3 = odd3 * F_1_501 + a + c13;

        out[c] = (sum0 + odd3) >> COLUMN_SHIFT;
        out[c + 56] = (sum0 - odd3) >> COLUMN_SHIFT;
        out[c + 8] = (sum1 + odd2) >> COLUMN_SHIFT;
        out[c + 48] = (sum1 - odd2) >> COLUMN_SHIFT;
        out[c + 16] = (sum2 + odd1) >> COLUMN_SHIFT;
        out[c + 40] = (sum2 - odd1) >> COLUMN_SHIFT;
        out[c + 24] = (sum3 + odd0) >> COLUMN_SHIFT;
        out[c + 32] = (sum3 - odd0) >> COLUMN_SHIFT;
    }

    private static void row(int[] in, int r, byte[] out, int at) {
        int z1 = (in[r + 2] + in[r + 6]) * F_0_541;
        int even2 = z1 - in[r + 6] * F_1_847;
        int even3 = z1 + in[r + 2] * F_0_765;
        int even0 = ((in[r] + in[r + 4]) << FACTOR_BITS) + ROW_HALF;
        int even1 = ((in[r] - in[r + 4]) << FACTOR_BITS) + ROW_HALF;
        int sum0 = even0 + even3;
        int sum3 = even0 - even3;
        int sum1 = even1 + even2;
        int sum2 = even1 - even2;

        int odd0 = in[r + 7];
        int odd1 = in[r + 5];
        int odd2 = in[r + 3];
        int odd3 = in[r + 1];
        int all = (odd0 + odd1 + odd2 + odd3) * F_1_175;
        int a = -(odd0 + odd3) * F_0_899;
        int b = -(odd1 + odd2) * F_2_562;
        int c02 = all - (odd0 + odd2) * F_1_961;
        int c13 = all - (odd1 + odd3) * F_0_390;
        odd0 = odd0 * F_0_298 + a + c02;
        odd1 = odd1 * F_2_053 + b + c13;
        odd2 = odd2 * F_3_072 + b + c02;
        odd3 = odd3 * F_1_501 + a + c13;

        out[at] = clamp((sum0 + odd3) >> ROW_SHIFT);
        out[at + 7] = clamp((sum0 - odd3) >> ROW_SHIFT);
        out[at + 1] = clamp((sum1 + odd2) >> ROW_SHIFT);
        out[at + 6] = clamp((sum1 - odd2) >> ROW_SHIFT);
        out[at + 2] = clamp((sum2 + odd1) >> ROW_SHIFT);
        out[at + 5] = clamp((sum2 - odd1) >> ROW_SHIFT);
        out[at + 3] = clamp((sum3 + odd0) >> ROW_SHIFT);
        out[at + 4] = clamp((sum3 - odd0) >> ROW_SHIFT);
    }

    /** As {@link #row} where the right half is zero, as in most blocks of photographs. */
    private static void narrowRow(int[] in, int r, byte[] out, int at) {
        int even2 = in[r + 2] * F_0_541;
        int even3 = in[r + 2] * (F_0_541 + F_0_765);
        int even0 = (in[r] << FACTOR_BITS) + ROW_HALF;
        int sum0 = even0 + even3;
        int sum3 = even0 - even3;
        int sum1 = even0 + even2;
        int sum2 = even0 - even2;

        int odd0 = in[r + 1] * (F_1_175 - F_0_899) + in[r + 3] * (F_1_175 - F_1_961);
        int odd1 = in[r + 1] * (F_1_175 - F_0_390) + in[r + 3] * (F_1_175 - F_2_562);
        int odd2 = in[r + 1] * F_1_175 + in[r + 3] * (F_1_175 + F_3_072 - F_2_562 - F_1_961);
        int odd3 = in[r + 1] * (F_1_175 + F_1_501 - F_0_899 - F_0_390) + in[r + 3] * F_1_175;

        out[at] = clamp((sum0 + odd3) >> ROW_SHIFT);
        out[at + 7] = clamp((sum0 - odd3) >> ROW_SHIFT);
        out[at + 1] = clamp((sum1 + odd2) >> ROW_SHIFT);
        out[at + 6] = clamp((sum1 - odd2) >> ROW_SHIFT);
        out[at + 2] = clamp((sum2 + odd1) >> ROW_SHIFT);
        out[at + 5] = clamp((sum2 - odd1) >> ROW_SHIFT);
        out[at + 3] = clamp((sum3 + odd0) >> ROW_SHIFT);
        out[at + 4] = clamp((sum3 - odd0) >> ROW_SHIFT);
    }

    private static byte clamp(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
