package io.belvedere.bench;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.DType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Weight;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A matrix times one row, a decoded token's work, for every stored format on one thread, from the plain decoder to
 * vector and assembled kernels; each result is checked first. {@code -p type=Q4_K -p rung=vector} is one format only.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class VectorLadder {
    @Param({"scalar", "vector-128", "vector-256", "vector-512", "assembled"})
    public String rung = "scalar";

    @Param
    public DType type = DType.Q8_0;

    /** In x out. */
    @Param("2048x2048")
    public String shape = "";

    private @Nullable Backend backend;
    private @Nullable Workspace memory;
    private @Nullable Weight weight;
    private @Nullable Buffer x;
    private @Nullable Buffer out;

    @Setup(Level.Trial)
    public void prepare() {
        Samples.Product product = Samples.product("1x" + shape, type);
        Backend on = new CpuDevice(KernelSetting.parse(rung), 1).open();
        Workspace buffers = on.workspace(Trace.NONE);
        backend = on;
        memory = buffers;
        weight = on.prepare(product.tensor());
        x = buffers.buffer(1, product.in());
        on.write(product.x(), 0, x);
        out = buffers.buffer(1, product.out());
        float[] result = new float[product.out()];
        on.read(multiply(), result, 0);
        Samples.check(result, product.expectedOf(weight), product.rounding());
    }

    @Benchmark
    public Buffer multiply() {
        Buffer to = Objects.requireNonNull(out);
        Objects.requireNonNull(backend).matmul(Objects.requireNonNull(x), Objects.requireNonNull(weight), null, to);
        return to;
    }

    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(memory).close();
        Objects.requireNonNull(backend).close();
    }
}
