package io.belvedere.compute.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BlockFormatTest {
    /**
     * A worked example per format: a block of bytes (37 i + 11) mod 256 whose scale is the half 0x2E66 and whose second
     * scale, if any, is 0x2A66.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Q8_0   | 0     | 0:8.497925 1:12.197021 16:-9.097778 31:-4.798828 | -17.595703
            Q4_0   | 0     | 0:-0.299927 1:0.199951 16:-0.299927 31:0 | -2.099487
            Q4_1   | 0,2   | 0:1.549622 1:0.449890 16:0.949768 31:1.249695 | 26.093628
            Q5_0   | 0     | 0:0.899780 1:-0.199951 16:1.399658 31:0.099976 | 1.499634
            Q5_1   | 0,2   | 0:1.949524 1:2.449402 16:1.949524 31:0.549866 | 52.087280
            IQ4_NL | 0     | 0:-3.499146 1:2.499390 16:-3.499146 31:0.099976 | -25.693726
            Q2_K   | 80,82 | 0:3.299194 1:0 31:-0.149963 32:0.749817 100:1.999512 200:0.799805 255:0.449890 | 205.849731
            Q3_K   | 108   | 0:8.098022 1:-10.797363 31:6.398438 32:-2.199463 128:0.199951 200:2.499390 255:4.198975 | 95.776611
            Q4_K   | 0,2   | 0:31.542297 1:-2.549377 31:16.046082 32:0.799805 100:9.497681 200:13.846619 255:4.848816 | 5442.670898
            Q5_K   | 0,2   | 0:81.130188 1:-2.549377 31:16.046082 32:11.197266 100:23.494263 255:10.847351 | 11618.762695
            Q6_K   | 208   | 0:-143.065063 1:169.558594 31:-9.597656 100:252.238403 200:108.873413 255:-5.998535 | 461.087402
            IQ4_XS | 0     | 0:6.498413 1:-0.099976 31:3.499146 100:3.999023 200:113.972168 255:-1.599609 | -1100.231323
            """)
    void decodesWorkedExample(DType type, String scaleOffsets, String expected, double sum) {
        byte[] block = new byte[type.blockBytes()];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (37 * i + 11);
        }
        byte high = 0x2E;
        for (String offset : scaleOffsets.split(",")) {
            block[Integer.parseInt(offset)] = 0x66;
            block[Integer.parseInt(offset) + 1] = high;
            high = 0x2A;
        }
        float[] values = new float[type.blockElements()];
        BlockFormat.of(type).decodeBlock(MemorySegment.ofArray(block), 0, values, 0);
        for (String pair : expected.split(" ")) {
            int index = Integer.parseInt(pair.split(":")[0]);
            float value = Float.parseFloat(pair.split(":")[1]);
            assertThat(values[index])
                    .as("element %d", index)
                    .isCloseTo(value, within(1e-6f * Math.max(1, Math.abs(value))));
        }
        double total = 0;
        for (float value : values) {
            total += value;
        }
        assertThat(total).isCloseTo(sum, within(1e-3));
    }

    /** Random blocks with the values that the format's reference implementation (the gguf package 0.19) decodes. */
    @ParameterizedTest
    @EnumSource(value = DType.class, names = "F32", mode = EnumSource.Mode.EXCLUDE)
    void equalsReferenceBitForBit(DType type) throws IOException {
        Sample sample = Sample.read(type);
        float[] decoded = decode(type, MemorySegment.ofArray(sample.blocks), 0, sample.values.length);
        assertThat(bits(decoded)).isEqualTo(bits(sample.values));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void decodesFromAnyOffsetOfNativeMemory(DType type) throws IOException {
        Sample sample = Sample.read(type);
        int odd = 5;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(odd + sample.blocks.length, 8);
            MemorySegment.copy(sample.blocks, 0, memory, ValueLayout.JAVA_BYTE, odd, sample.blocks.length);
            float[] decoded = decode(type, memory, odd, sample.values.length);
            assertThat(bits(decoded)).isEqualTo(bits(sample.values));
            assertThatThrownBy(() -> decode(type, memory, odd + 1, sample.values.length))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void writesOnlyTheAskedElements(DType type) throws IOException {
        Sample sample = Sample.read(type);
        int elements = sample.values.length / 2;
        float[] out = new float[elements + 2];
        out[0] = out[elements + 1] = 7;
        BlockFormat.of(type).decode(MemorySegment.ofArray(sample.blocks), 0, out, 1, elements);
        assertThat(out[0]).isEqualTo(7);
        assertThat(out[elements + 1]).isEqualTo(7);
        assertThat(out[elements]).isEqualTo(sample.values[elements - 1]);
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F32", "F16", "BF16"},
            mode = EnumSource.Mode.EXCLUDE)
    void refusesPartsOfBlocks(DType type) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[2 * type.blockBytes()]);
        float[] out = new float[2 * type.blockElements()];
        assertThatThrownBy(() -> BlockFormat.of(type).decode(bytes, 0, out, 0, type.blockElements() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(type.toString());
    }

    @Test
    void decodesATensorRowByRow() throws IOException {
        Sample sample = Sample.read(DType.Q4_K);
        Tensor tensor = new Tensor("w", DType.Q4_K, Shape.of(2, 512), MemorySegment.ofArray(sample.blocks));
        List<Float> rows = new ArrayList<>();
        for (int row = 0; row < 2; row++) {
            for (float value : BlockFormat.decode(tensor.rows(row, 1))) {
                rows.add(value);
            }
        }
        float[] whole = BlockFormat.decode(tensor);
        assertThat(bits(whole)).isEqualTo(bits(sample.values));
        assertThat(rows).hasSize(whole.length);
        for (int i = 0; i < whole.length; i++) {
            assertThat(rows.get(i)).isEqualTo(whole[i]);
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void knowsItsType(DType type) {
        assertThat(BlockFormat.of(type).type()).isEqualTo(type);
    }

    private static float[] decode(DType type, MemorySegment bytes, long offset, int elements) {
        float[] out = new float[elements];
        BlockFormat.of(type).decode(bytes, offset, out, 0, elements);
        return out;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    /** What the reference decodes: blocks, and the values that they hold. F32's blocks are its values. */
    private record Sample(byte[] blocks, float[] values) {
        static Sample read(DType type) throws IOException {
            byte[] file = bytes(type == DType.F32 ? DType.Q8_0 : type);
            int elements = file.length / (type == DType.F32 ? 4 : 1);
            if (type == DType.F32) {
                return new Sample(file, floats(file, 0, elements));
            }
            int perBlock = type.blockBytes() + 4 * type.blockElements();
            int blocks = file.length / perBlock;
            assertThat(blocks * perBlock).isEqualTo(file.length);
            byte[] raw = Arrays.copyOf(file, blocks * type.blockBytes());
            return new Sample(raw, floats(file, raw.length, blocks * type.blockElements()));
        }

        private static byte[] bytes(DType type) throws IOException {
            try (InputStream in = BlockFormatTest.class.getResourceAsStream("/quant/" + type + ".blocks")) {
                return in.readAllBytes();
            }
        }

        private static float[] floats(byte[] bytes, int from, int count) {
            float[] values = new float[count];
            ByteBuffer.wrap(bytes, from, 4 * count)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        }
    }
}
