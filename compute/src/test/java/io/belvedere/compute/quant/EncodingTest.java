package io.belvedere.compute.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodingTest {
    @Test
    void halvesAreTheNearestWithTiesToEven() {
        float[] values = {
            0,
            -0f,
            1,
            1 + 0x1p-11f,
            1 + 0x1.8p-10f,
            65_504,
            65_519,
            65_520,
            -1e30f,
            0x1p-24f,
            0x1p-25f,
            0x1.8p-25f,
            0x1.ffcp-15f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            Float.MIN_VALUE
        };
        float[] nearest = {
            0,
            -0f,
            1,
            1,
            1 + 0x1p-9f,
            65_504,
            65_504,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            0x1p-24f,
            0,
            0x1p-24f,
            0x1p-14f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            0
        };
        assertThat(throughHalves(values)).isEqualTo(nearest);
    }

    @Test
    void everyHalfComesBack() {
        float[] values = new float[1 << 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat((short) i);
        }
        assertThat(throughHalves(values)).isEqualTo(values);
    }

    private static float[] throughHalves(float[] values) {
        byte[] stored = new byte[2 * values.length];
        F16.encode(MemorySegment.ofArray(values), 0, values.length, MemorySegment.ofArray(stored), 0);
        return decoded(DType.F16, stored, values.length);
    }

    @Test
    void aBlockIsOffByHalfAStepAtMost() {
        Random random = new Random(1);
        for (int count = 1; count <= 96; count++) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) (random.nextGaussian() * Math.pow(10, i / 32 - 1));
            }
            float[] decoded = throughBlocks(values);
            for (int i = 0; i < count; i++) {
                float largest = 0;
                for (int k = i / 32 * 32; k < Math.min(count, i / 32 * 32 + 32); k++) {
                    largest = Math.max(largest, Math.abs(values[k]));
                }
                assertThat(Math.abs(decoded[i] - values[i])).isLessThan(0.51f * largest / 127 + 0x1p-11f * largest);
            }
        }
    }

    @Test
    void blocksKeepZerosAndWhatIsNotANumber() {
        assertThat(throughBlocks(new float[33])).containsOnly(0f);
        float[] tiny = new float[32];
        Arrays.fill(tiny, 1e-8f);
        assertThat(throughBlocks(tiny)).containsOnly(0f);
        tiny[5] = Float.NaN;
        assertThat(throughBlocks(tiny)[5]).isNaN();
        tiny[5] = Float.POSITIVE_INFINITY;
        assertThat(throughBlocks(tiny)[5]).isEqualTo(127 * 65_504f);
    }

    private static float[] throughBlocks(float[] values) {
        byte[] stored = new byte[Math.ceilDiv(values.length, 32) * 34];
        Q8_0.encode(MemorySegment.ofArray(values), 0, values.length, MemorySegment.ofArray(stored), 0);
        return Arrays.copyOf(decoded(DType.Q8_0, stored, stored.length / 34 * 32), values.length);
    }

    private static float[] decoded(DType type, byte[] stored, int elements) {
        float[] values = new float[elements];
        BlockFormat.of(type).decode(MemorySegment.ofArray(stored), 0, values, 0, elements);
        return values;
    }
}
