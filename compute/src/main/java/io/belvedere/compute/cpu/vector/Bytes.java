package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.B;
import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.I;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Reads fields of stored blocks, a vector of bytes or a single value. */
final class Bytes {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final IntVector LANE = IntVector.zero(I).addIndex(1);

    private Bytes() {}

    static int word(MemorySegment bytes, long offset) {
        return bytes.get(INT, offset);
    }

    static float half(MemorySegment bytes, long offset) {
        return Float.float16ToFloat(bytes.get(SHORT, offset));
    }

    /** L signed bytes. */
    static FloatVector signed(MemorySegment bytes, long offset) {
        if (L == 4) {
            return floats(four(bytes, offset).lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 24));
        }
        return (FloatVector) load(bytes, offset).convertShape(VectorOperators.B2F, F, 0);
    }

    /** L unsigned bytes. */
    static IntVector unsigned(MemorySegment bytes, long offset) {
        if (L == 4) {
            return four(bytes, offset).and(255);
        }
        return (IntVector) load(bytes, offset).convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
    }

    /** Each lane's byte, with others above it: there are no vectors of four bytes. */
    private static IntVector four(MemorySegment bytes, long offset) {
        return IntVector.broadcast(I, bytes.get(INT, offset)).lanewise(VectorOperators.LSHR, LANE.mul(8));
    }

    static FloatVector floats(IntVector values) {
        return (FloatVector) values.convert(VectorOperators.I2F, 0);
    }

    private static ByteVector load(MemorySegment bytes, long offset) {
        return ByteVector.fromMemorySegment(B, bytes, offset, ByteOrder.LITTLE_ENDIAN);
    }
}
