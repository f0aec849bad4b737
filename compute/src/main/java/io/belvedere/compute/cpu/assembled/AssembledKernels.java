package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.Attention;
import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.CpuKernels;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.cpu.Scratch;
import io.belvedere.compute.cpu.system.Pages;
import io.belvedere.compute.cpu.x86.Processor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Products in assembled code, where a type has some; all else is another kernel set's. */
public final class AssembledKernels implements CpuKernels {
    private final CpuKernels others;
    private final boolean rounding;
    private final boolean words;
    private final Map<DType, ProductKernels> products = new EnumMap<>(DType.class);

    /** Why they can't run here, or null. */
    public static @Nullable String obstacle() {
        String obstacle = Pages.obstacle();
        if (obstacle != null) {
            return obstacle;
        }
        try {
            return Processor.hasAvx512Vnni() ? null : "the processor lacks AVX-512 with VNNI";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    /**
     * @param others for what is not assembled
     * @param rounding whether quantised weights are multiplied with activations rounded to bytes, or by the others; and F16 weights in words of 14 bits, where
     *     that is faster, or in F32
     */
    public AssembledKernels(CpuKernels others, boolean rounding) {
        this.others = others;
        this.rounding = rounding;
        this.words = rounding && WordRate.pays();
    }

    @Override
    public String describe() {
        return "assembled kernels (AVX-512" + (rounding ? " VNNI" : ", float weights alone")
                + (words ? ", F16 in words" : "") + "), " + others.describe();
    }

    @Override
    public int vectorBits() {
        return 512;
    }

    /** The code of a type is assembled when it is first asked for. */
    @Override
    public synchronized ProductKernels products(DType type) {
        return products.computeIfAbsent(type, this::assemble);
    }

    private ProductKernels assemble(DType type) {
        PanelFormat format = PanelFormat.of(type);
        if (format != null && rounding) {
            return new QuantizedProducts(format, Arena.ofAuto());
        }
        return switch (type) {
            case F16 -> words ? new WordProducts(Arena.ofAuto()) : new FloatProducts(type, Arena.ofAuto());
            case F32, BF16 -> new FloatProducts(type, Arena.ofAuto());
            default -> others.products(type);
        };
    }

    @Override
    public ProductKernels storedProducts() {
        return others.storedProducts();
    }

    @Override
    public long read(MemorySegment memory) {
        MemoryReader.read(memory);
        return 0;
    }

    @Override
    public int queryBlock() {
        return others.queryBlock();
    }

    @Override
    public void attend(Attention attention, int kvHead, int from, int to, Scratch scratch) {
        others.attend(attention, kvHead, from, to, scratch);
    }

    @Override
    public int tokenPart() {
        return others.tokenPart();
    }

    @Override
    public int partFloats(int queries, int headDim) {
        return others.partFloats(queries, headDim);
    }

    @Override
    public void attendPart(
            Attention attention, int kvHead, int from, int to, int part, float[] result, int at, Scratch scratch) {
        others.attendPart(attention, kvHead, from, to, part, result, at, scratch);
    }

    @Override
    public void joinParts(
            Attention attention, int kvHead, int from, int to, float[] results, int at, int step, Scratch scratch) {
        others.joinParts(attention, kvHead, from, to, results, at, step, scratch);
    }

    @Override
    public void add(CpuBuffer x, CpuBuffer into, int from, int to) {
        others.add(x, into, from, to);
    }

    @Override
    public void rmsNorm(CpuBuffer x, float[] gain, float epsilon, CpuBuffer out, int from, int to) {
        others.rmsNorm(x, gain, epsilon, out, from, to);
    }

    @Override
    public void siluMul(CpuBuffer gate, CpuBuffer up, int from, int to) {
        others.siluMul(gate, up, from, to);
    }

    @Override
    public void gelu(CpuBuffer x, int from, int to) {
        others.gelu(x, from, to);
    }

    @Override
    public void rotate(CpuBuffer x, int heads, CpuBuffer cos, CpuBuffer sin, int from, int to) {
        others.rotate(x, heads, cos, sin, from, to);
    }
}
