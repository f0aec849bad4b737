package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.I;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Reading alone. */
final class Reading {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long VECTOR = I.vectorByteSize();

    private Reading() {}

    /** The sum of all integers. */
    static long sum(MemorySegment memory) {
        IntVector a = IntVector.zero(I);
        IntVector b = a;
        IntVector c = a;
        IntVector d = a;
        for (long at = 0; at < memory.byteSize(); at += 4 * VECTOR) {
            a = a.add(IntVector.fromMemorySegment(I, memory, at, ORDER));
            b = b.add(IntVector.fromMemorySegment(I, memory, at + VECTOR, ORDER));
            c = c.add(IntVector.fromMemorySegment(I, memory, at + 2 * VECTOR, ORDER));
            d = d.add(IntVector.fromMemorySegment(I, memory, at + 3 * VECTOR, ORDER));
        }
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }
}
