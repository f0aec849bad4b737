package io.belvedere.compute.cpu;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Checks;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.KvSpan;
import io.belvedere.compute.Projection;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Weight;
import io.belvedere.compute.Workers;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.system.PageSlabs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs operations on the processor: checks their shapes, then splits them over {@link Workers} in ranges that a kernel
 * set computes.
 */
final class CpuBackend implements Backend {
    /** Elements of an element-wise or a packing task: less is not worth waking a thread for. */
    static final int TASK_ELEMENTS = 1 << 14;

    private final KernelSet kernels;
    private final Workers workers;
    private final Scratch[] scratch;
    private final AttentionTasks attentionTasks;
    private final MatrixProducts products;
    private final Arena weights = Arena.ofShared();
    private final PageSlabs laidOut = new PageSlabs(weights);

    /** @param workers closed with the backend */
    CpuBackend(KernelSet kernels, Workers workers) {
        this.kernels = kernels;
        this.workers = workers;
        this.attentionTasks = new AttentionTasks(kernels.attention(), workers.threads());
        this.scratch = Stream.generate(Scratch::new).limit(workers.threads()).toArray(Scratch[]::new);
        this.products = new MatrixProducts(workers, scratch);
    }

    @Override
    public synchronized Weight prepare(Tensor tensor) {
        boolean vector = tensor.shape().rank() == 1;
        ProductKernels products = vector ? kernels.stored() : kernels.products(tensor.type());
        return CpuWeight.prepare(tensor, products, workers, scratch, laidOut);
    }

    @Override
    public synchronized Weight prepareTable(Tensor tensor) {
        return CpuWeight.prepare(tensor, kernels.stored(), workers, scratch, laidOut);
    }

    @Override
    public Workspace workspace(Trace trace) {
        return new CpuWorkspace(trace);
    }

    @Override
    public KvPages kvPages(KvShape shape, int blocks) {
        return new CpuKvPages(shape, blocks);
    }

    @Override
    public void embed(Weight table, int[] ids, Buffer out) {
        CpuWeight weight = CpuWeight.of(table);
        CpuBuffer to = CpuBuffer.of(out);
        Checks.shape("embed out", to, ids.length, weight.columns());
        Checks.indices("embed ids", ids, weight.rows());
        forRows(to, (worker, from, until) -> {
            float[] row = scratch[worker].floats(Scratch.Use.WEIGHTS, weight.columns());
            for (int i = from; i < until; i++) {
                weight.stored().decode(ids[i], row);
                MemorySegment.copy(row, 0, to.floats(), ValueLayout.JAVA_FLOAT, to.offset(i), weight.columns());
            }
        });
    }

    @Override
    public void matmul(Buffer x, List<Projection> projections) {
        CpuBuffer from = CpuBuffer.of(x);
        List<MatrixProducts.Part> parts = new ArrayList<>(projections.size());
        for (Projection projection : projections) {
            CpuWeight matrix = CpuWeight.of(projection.weight());
            CpuBuffer to = CpuBuffer.of(projection.out());
            Checks.shape("matmul x", from, from.rows(), matrix.columns());
            Checks.shape("matmul out", to, from.rows(), matrix.rows());
            Checks.apart("matmul x", from, "out", to);
            for (MatrixProducts.Part part : parts) {
                Checks.apart("matmul out", to, "out", part.out());
            }
            Weight bias = projection.bias();
            if (bias != null) {
                Checks.vector("matmul bias", bias, matrix.rows());
            }
            parts.add(new MatrixProducts.Part(matrix, bias == null ? null : CpuWeight.of(bias), to));
        }
        products.multiply(from, parts);
    }

    @Override
    public void add(Buffer x, Buffer into) {
        CpuBuffer from = CpuBuffer.of(x);
        CpuBuffer to = CpuBuffer.of(into);
        Checks.sameShape("add x", from, "into", to);
        Checks.apart("add x", from, "into", to);
        forRows(to, (worker, first, until) -> kernels.rows().add(from, to, first, until));
    }

    @Override
    public void rmsNorm(Buffer x, Weight gain, float epsilon, Buffer out) {
        CpuBuffer from = CpuBuffer.of(x);
        CpuBuffer to = CpuBuffer.of(out);
        Checks.sameShape("rmsNorm x", from, "out", to);
        Checks.sameOrApart("rmsNorm x", from, "out", to);
        Checks.vector("rmsNorm gain", gain, from.columns());
        float[] factors = CpuWeight.of(gain).vector();
        forRows(to, (worker, first, until) -> kernels.rows().rmsNorm(from, factors, epsilon, to, first, until));
    }

    @Override
    public void siluMul(Buffer gate, Buffer up) {
        CpuBuffer to = CpuBuffer.of(gate);
        CpuBuffer from = CpuBuffer.of(up);
        Checks.sameShape("siluMul gate", to, "up", from);
        Checks.apart("siluMul gate", to, "up", from);
        forRows(to, (worker, first, until) -> kernels.rows().siluMul(to, from, first, until));
    }

    @Override
    public void gelu(Buffer x) {
        CpuBuffer to = CpuBuffer.of(x);
        forRows(to, (worker, first, until) -> kernels.rows().gelu(to, first, until));
    }

    @Override
    public void rotate(Buffer x, int heads, Buffer cos, Buffer sin) {
        CpuBuffer to = CpuBuffer.of(x);
        CpuBuffer cosines = CpuBuffer.of(cos);
        CpuBuffer sines = CpuBuffer.of(sin);
        int headDim = Checks.headDim("rotate", to, heads);
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException("rotate: a head of odd width " + headDim + " has no halves");
        }
        Checks.shape("rotate cos", cosines, to.rows(), headDim / 2);
        Checks.shape("rotate sin", sines, to.rows(), headDim / 2);
        forRows(to, (worker, first, until) -> kernels.rows().rotate(to, heads, cosines, sines, first, until));
    }

    @Override
    public void attend(Buffer q, Buffer k, Buffer v, KvPages kv, int layer, List<KvSpan> spans, Buffer out) {
        CpuBuffer queries = CpuBuffer.of(q);
        CpuBuffer keys = CpuBuffer.of(k);
        CpuBuffer values = CpuBuffer.of(v);
        CpuBuffer to = CpuBuffer.of(out);
        CpuKvPages pages = CpuKvPages.of(kv);
        KvShape shape = pages.shape();
        Checks.layer(layer, shape);
        Checks.shape("attend k", keys, queries.rows(), shape.kvHeads() * shape.headDim());
        Checks.sameShape("attend k", keys, "v", values);
        Checks.sameShape("attend q", queries, "out", to);
        Checks.apart("attend q", queries, "out", to);
        int heads = Checks.heads("attend", queries, shape);
        Checks.spans(spans, queries.rows(), pages);
        List<Attention> parts = new ArrayList<>(spans.size());
        for (KvSpan span : spans) {
            append(pages, layer, span, keys, values);
            KeyValues memory = new KeyValues.Paged(pages, layer, span.blocks());
            parts.add(new Attention(
                    queries, heads, shape.kvHeads(), memory, span.firstRow(), span.rows(), span.start(), true, to));
        }
        attend(parts);
    }

    @Override
    public void attendSpans(Buffer q, Buffer k, Buffer v, int heads, int[] bounds, Buffer out) {
        CpuBuffer queries = CpuBuffer.of(q);
        CpuBuffer keys = CpuBuffer.of(k);
        CpuBuffer values = CpuBuffer.of(v);
        CpuBuffer to = CpuBuffer.of(out);
        Checks.headDim("attendSpans", queries, heads);
        Checks.sameShape("attendSpans q", queries, "k", keys);
        Checks.sameShape("attendSpans q", queries, "v", values);
        Checks.sameShape("attendSpans q", queries, "out", to);
        Checks.apart("attendSpans q", queries, "out", to);
        Checks.apart("attendSpans k", keys, "out", to);
        Checks.apart("attendSpans v", values, "out", to);
        Checks.bounds(bounds, queries.rows());
        List<Attention> parts = new ArrayList<>(bounds.length);
        for (int span = 0; span + 1 < bounds.length; span++) {
            int first = bounds[span];
            KeyValues memory = new KeyValues.Rows(keys, values, heads, first);
            parts.add(new Attention(queries, heads, heads, memory, first, bounds[span + 1] - first, 0, false, to));
        }
        attend(parts);
    }

    private void append(CpuKvPages pages, int layer, KvSpan span, CpuBuffer keys, CpuBuffer values) {
        pages.reserve(span);
        int rows = Math.max(1, TASK_ELEMENTS / keys.columns());
        workers.run(Math.ceilDiv(span.rows(), rows), (_, task) -> {
            int from = task * rows;
            pages.append(layer, span, from, Math.min(span.rows(), from + rows), keys, values);
        });
    }

    private void attend(List<Attention> attentions) {
        attentionTasks.plan(attentions);
        workers.run(attentionTasks.count(), (worker, task) -> attentionTasks.run(task, scratch[worker]));
        workers.run(attentionTasks.joins(), (worker, task) -> attentionTasks.join(task, scratch[worker]));
    }

    @Override
    public void gather(Buffer from, int[] rows, Buffer to) {
        CpuBuffer source = CpuBuffer.of(from);
        CpuBuffer target = CpuBuffer.of(to);
        Checks.shape("gather to", target, rows.length, source.columns());
        Checks.indices("gather rows", rows, source.rows());
        Checks.apart("gather from", source, "to", target);
        for (int i = 0; i < rows.length; i++) {
            copyRow(source, rows[i], target, i);
        }
    }

    @Override
    public void scatter(Buffer from, int[] rows, Buffer to) {
        CpuBuffer source = CpuBuffer.of(from);
        CpuBuffer target = CpuBuffer.of(to);
        Checks.shape("scatter from", source, rows.length, target.columns());
        Checks.indices("scatter rows", rows, target.rows());
        Checks.apart("scatter from", source, "to", target);
        for (int i = 0; i < rows.length; i++) {
            copyRow(source, i, target, rows[i]);
        }
    }

    private static void copyRow(CpuBuffer from, int row, CpuBuffer to, int toRow) {
        long bytes = (long) from.columns() * Float.BYTES;
        MemorySegment.copy(from.floats(), from.offset(row), to.floats(), to.offset(toRow), bytes);
    }

    @Override
    public void write(float[] values, int at, Buffer to) {
        CpuBuffer target = CpuBuffer.of(to);
        int count = target.rows() * target.columns();
        Checks.range("write", values.length, at, count);
        MemorySegment.copy(values, at, target.floats(), ValueLayout.JAVA_FLOAT, 0, count);
    }

    @Override
    public void read(Buffer from, float[] values, int at) {
        CpuBuffer source = CpuBuffer.of(from);
        int count = source.rows() * source.columns();
        Checks.range("read", values.length, at, count);
        MemorySegment.copy(source.floats(), ValueLayout.JAVA_FLOAT, 0, values, at, count);
    }

    private interface RowRange {
        void run(int worker, int from, int to);
    }

    private void forRows(CpuBuffer buffer, RowRange range) {
        int rows = Math.max(1, TASK_ELEMENTS / buffer.columns());
        workers.run(Math.ceilDiv(buffer.rows(), rows), (worker, task) -> {
            int from = task * rows;
            range.run(worker, from, Math.min(buffer.rows(), from + rows));
        });
    }

    @Override
    public void close() {
        workers.close();
        weights.close();
    }
}
