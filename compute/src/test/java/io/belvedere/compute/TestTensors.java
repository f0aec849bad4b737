package io.belvedere.compute;

import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Seeded tensors and buffers. */
public final class TestTensors {
    private TestTensors() {}

    /** Values with a standard deviation of 1. */
    public static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Random bytes whose values are finite and below 4: every bit pattern of quants, and scales of many magnitudes. */
    public static Tensor stored(Random random, DType type, int rows, int columns) {
        int blocks = rows * columns / type.blockElements();
        byte[] bytes = new byte[blocks * type.blockBytes()];
        byte[] block = new byte[type.blockBytes()];
        float[] values = new float[type.blockElements()];
        for (int i = 0; i < blocks; i++) {
            do {
                random.nextBytes(block);
                BlockFormat.of(type).decodeBlock(MemorySegment.ofArray(block), 0, values, 0);
            } while (!moderate(values));
            System.arraycopy(block, 0, bytes, i * block.length, block.length);
        }
        Shape shape = Shape.of(rows, columns);
        return new Tensor(type + " " + shape, type, shape, MemorySegment.ofArray(bytes));
    }

    private static boolean moderate(float[] values) {
        for (float value : values) {
            if (!(Math.abs(value) < 4)) {
                return false;
            }
        }
        return true;
    }

    public static Tensor floats(int rows, int columns, float... values) {
        return Tensor.ofFloats("floats", Shape.of(rows, columns), values);
    }

    public static Tensor vector(float... values) {
        return Tensor.ofFloats("vector", Shape.of(values.length), values);
    }

    public static Buffer buffer(Backend backend, Workspace workspace, int rows, int columns, float... values) {
        Buffer buffer = workspace.buffer(rows, columns);
        backend.write(values, 0, buffer);
        return buffer;
    }

    public static float[] read(Backend backend, Buffer buffer) {
        float[] values = new float[buffer.rows() * buffer.columns()];
        backend.read(buffer, values, 0);
        return values;
    }
}
