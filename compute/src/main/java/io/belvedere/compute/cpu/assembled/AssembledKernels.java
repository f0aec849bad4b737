package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.KernelSet;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.cpu.ProductSource;
import io.belvedere.compute.cpu.system.Pages;
import io.belvedere.compute.cpu.x86.Feature;
import io.belvedere.compute.cpu.x86.Processor;
import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Products in assembled code, for the types that have some. */
public final class AssembledKernels implements ProductSource {
    private static final Set<Feature> NEEDED = EnumSet.of(
            Feature.FMA,
            Feature.F16C,
            Feature.AVX512F,
            Feature.AVX512DQ,
            Feature.AVX512BW,
            Feature.AVX512VL,
            Feature.AVX512_VNNI);

    private final boolean rounding;
    private final boolean words;
    private final Map<DType, ProductKernels> products = new EnumMap<>(DType.class);

    private AssembledKernels(boolean rounding) {
        this.rounding = rounding;
        this.words = rounding && WordRate.pays();
    }

    /** Why they can't run here, or null. */
    public static @Nullable String obstacle() {
        String obstacle = Pages.obstacle();
        if (obstacle != null) {
            return obstacle;
        }
        try {
            return Processor.features().containsAll(NEEDED) ? null : "the processor lacks AVX-512 with VNNI";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    /**
     * Another set with these products in front of its own.
     *
     * @param rounding whether quantised weights are multiplied with activations rounded to bytes, or by the others; and
     *     F16 weights in words of 14 bits, where that is faster, or in F32
     */
    public static KernelSet over(KernelSet others, boolean rounding) {
        AssembledKernels assembled = new AssembledKernels(rounding);
        return new KernelSet(
                assembled.name() + ", " + others.name(),
                512,
                Stream.concat(Stream.of(assembled), others.sources().stream()).toList(),
                others.stored(),
                others.attention(),
                others.rows(),
                MemoryReader::read);
    }

    private String name() {
        return "assembled kernels (AVX-512" + (rounding ? " VNNI" : ", float weights alone")
                + (words ? ", F16 in words" : "") + ")";
    }

    /** The code of a type is assembled when it is first asked for. */
    @Override
    public synchronized @Nullable ProductKernels of(DType type) {
        return products.computeIfAbsent(type, this::assemble);
    }

    private @Nullable ProductKernels assemble(DType type) {
        PanelFormat format = PanelFormat.of(type);
        if (format != null && rounding) {
            return new QuantizedProducts(format, Arena.ofAuto());
        }
        return switch (type) {
            case F16 -> words ? new WordProducts(Arena.ofAuto()) : new FloatProducts(type, Arena.ofAuto());
            case F32, BF16 -> new FloatProducts(type, Arena.ofAuto());
            default -> null;
        };
    }
}
