package io.belvedere.compute.cpu.vector;

import io.belvedere.compute.cpu.WidthLoader;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this copy of the package: constants, or the loops that use them would not compile to vector
 * instructions.
 */
final class Lanes {
    private static final VectorShape SHAPE = shape();

    static final VectorSpecies<Float> F = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, SHAPE);

    /** Floats of a vector: 4, 8 or 16. */
    static final int L = F.length();

    /** As many bytes as {@link #F} has lanes, but for 128 bits, where half of them are used. */
    static final VectorSpecies<Byte> B = L == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    /** As many shorts as {@link #F} has lanes. */
    static final VectorSpecies<Short> S = VectorSpecies.of(short.class, VectorShape.forBitSize(Math.max(64, 16 * L)));

    /** Vector registers that code of this width has: x86 has 32 from AVX-512 on, Arm always. */
    static final int REGISTERS = L < 16 && isX86() ? 16 : 32;

    private Lanes() {}

    private static boolean isX86() {
        String architecture = System.getProperty("os.arch", "");
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }

    private static VectorShape shape() {
        int bits = Lanes.class.getClassLoader() instanceof WidthLoader loader ? loader.bits() : widest();
        return VectorShape.forBitSize(bits);
    }

    /** The processor's preferred width, if the kernels know it: 512 bits at most. */
    static int widest() {
        return Math.min(VectorShape.preferredShape().vectorBitSize(), 512);
    }

    /** Rounds up to whole vectors. */
    static int padded(int count) {
        return (count + L - 1) & -L;
    }

    static FloatVector load(float[] values, int at) {
        return FloatVector.fromArray(F, values, at);
    }

    static IntVector indices(int[] values) {
        return IntVector.fromArray(I, values, 0);
    }
}
