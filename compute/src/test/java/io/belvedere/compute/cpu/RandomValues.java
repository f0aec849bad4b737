package io.belvedere.compute.cpu;

import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.TestTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Seeded values of several magnitudes, zeros and denormals among them. */
final class RandomValues {
    private static final int POOL = 300;

    private final Random random;

    /** Blocks to choose from: to make one takes long, since most random blocks have extreme scales. */
    private final Map<DType, byte[]> pools = new EnumMap<>(DType.class);

    RandomValues(Random random) {
        this.random = random;
    }

    /** From 1 to {@code most}, small ones more often. */
    int size(int most) {
        return (int) Math.exp(random.nextDouble() * Math.log(most + 1));
    }

    /** Rows of one kind of values each. */
    float[] rows(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            int kind = random.nextInt(8);
            double scale = Math.pow(10, random.nextDouble(-8, 8));
            for (int i = 0; i < columns; i++) {
                values[row * columns + i] = value(kind, scale);
            }
        }
        return values;
    }

    private float value(int kind, double scale) {
        double normal = random.nextGaussian();
        return switch (kind) {
            case 0 -> 0;
            case 1 -> random.nextInt(16) == 0 ? (float) normal : -0f;
            case 2 -> (float) (normal * Math.pow(10, random.nextDouble(-6, 6)));
            case 3 -> (float) (normal * 1e-39);
            case 4 -> Math.round(3 * normal);
            case 5 -> (float) (normal * scale);
            default -> (float) normal;
        };
    }

    CpuBuffer buffer(int rows, int columns, float[] values, Arena arena) {
        return new CpuBuffer(arena.allocateFrom(ValueLayout.JAVA_FLOAT, values), rows, columns);
    }

    /** A stored matrix in native memory; some blocks are zeros. */
    Tensor stored(DType type, int rows, int columns, Arena arena) {
        byte[] pool = pools.computeIfAbsent(type, this::pool);
        int size = type.blockBytes();
        MemorySegment bytes = arena.allocate(type.bytes((long) rows * columns), 64);
        for (long at = 0; at < bytes.byteSize(); at += size) {
            int block = random.nextInt(POOL + 1);
            if (block < POOL) {
                MemorySegment.copy(MemorySegment.ofArray(pool), (long) block * size, bytes, at, size);
            }
        }
        Shape shape = Shape.of(rows, columns);
        return new Tensor(type + " " + shape, type, shape, bytes);
    }

    private byte[] pool(DType type) {
        Tensor random = TestTensors.stored(this.random, type, POOL, type.blockElements());
        byte[] bytes = random.bytes().toArray(ValueLayout.JAVA_BYTE);
        if (type.blockElements() == 1) {
            for (int i = 0; i < POOL; i += 2) {
                put(type, MemorySegment.ofArray(bytes), i, (float) this.random.nextGaussian());
            }
        }
        return bytes;
    }

    private static void put(DType type, MemorySegment bytes, int index, float value) {
        ValueLayout.OfShort half = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        ValueLayout.OfInt whole = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> bytes.set(whole, 4L * index, Float.floatToRawIntBits(value));
            case F16 -> bytes.set(half, 2L * index, Float.floatToFloat16(value));
            case BF16 -> bytes.set(half, 2L * index, (short) (Float.floatToRawIntBits(value) >> 16));
            default -> throw new IllegalArgumentException(type + " is no float type");
        }
    }
}
