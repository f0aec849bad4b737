package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.Workers;
import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.cpu.Scratch;
import io.belvedere.compute.cpu.StoredMatrix;
import io.belvedere.compute.cpu.system.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Products with weights in panels of a few outputs each. A task takes some panels, which stay in a core's second-level
 * cache while the tiles of x pass by.
 *
 * <pre>
 * for each tile of rows: for each panel of the task: out tile = x tile · panel
 * </pre>
 */
abstract class PanelProducts implements ProductKernels {
    /** Rows of x at most: what is packed of them stays in the last-level cache. */
    private static final int SLAB_ROWS = 768;

    /** Bytes of the panels of a call: half of a second-level cache. */
    private static final long CALL_BYTES = 512 << 10;

    /** Bytes of a task's panels where rows are few and memory is what takes time: about three microseconds. */
    private static final long FEW_ROWS_TASK_BYTES = 96 << 10;

    private static final int MOST_PANELS = 64;
    private static final int CACHE_LINE = 64;

    private final AtomicReferenceArray<NativeFunction> functions; // by rows, assembled when first used
    private final Arena arena;
    private final int outputs;
    private final MemorySegment zeros;

    /**
     * @param outputs of a panel
     * @param mostRows of a tile
     * @param arena holds code
     */
    PanelProducts(int outputs, int mostRows, Arena arena) {
        this.outputs = outputs;
        this.zeros = arena.allocate((long) MOST_PANELS * outputs * Float.BYTES, CACHE_LINE);
        this.functions = new AtomicReferenceArray<>(mostRows + 1);
        this.arena = arena;
    }

    private NativeFunction function(int rows) {
        NativeFunction function = functions.get(rows);
        if (function == null) {
            function = new NativeFunction(tile(rows).assemble(), arena); // at worst by two threads at once
            functions.set(rows, function);
        }
        return function;
    }

    /** The code for tiles of so many rows. */
    abstract TileCode tile(int rows);

    /** Bytes of a panel with so many columns. */
    abstract long panelBytes(int columns);

    /** Lays one panel out, each row of {@code outputs} an output. */
    abstract void layOut(StoredMatrix outputs, Scratch scratch, MemorySegment panel);

    /** Blocks of so many columns. */
    abstract int blocks(int columns);

    /** Bytes of a packed row of so many columns. */
    abstract long packedBytes(int columns);

    /** Most columns of a step. */
    abstract int mostColumns();

    @Override
    public final MemorySegment layOut(
            StoredMatrix matrix, Workers workers, Scratch[] scratch, SegmentAllocator memory) {
        int panels = Math.ceilDiv(matrix.rows(), outputs);
        long bytes = panelBytes(matrix.columns());
        MemorySegment all = memory.allocate(panels * bytes, CACHE_LINE);
        workers.run(panels, (worker, panel) -> {
            int from = panel * outputs;
            int to = Math.min(matrix.rows(), from + outputs);
            MemorySegment copy = scratch[worker].bytes(Scratch.Use.STORED, outputs * matrix.rowBytes());
            layOut(matrix.copyRows(from, to, copy), scratch[worker], all.asSlice(panel * bytes, bytes));
        });
        return all;
    }

    @Override
    public final Blocking blocking(int rows, int columns) {
        long panelBytes = panelBytes(Math.min(columns, mostColumns()));
        int call = outputs(CALL_BYTES / panelBytes);
        int task = rows < functions.length() ? outputs(FEW_ROWS_TASK_BYTES / panelBytes) : call;
        return new Blocking(SLAB_ROWS, mostColumns(), tileRows(rows), call, task, outputs);
    }

    private int outputs(long panels) {
        return Math.clamp(panels, 1, MOST_PANELS) * outputs;
    }

    /** Rows of a tile: tiles as equal as can be. */
    final int tileRows(int rows) {
        int most = functions.length() - 1;
        return Math.ceilDiv(rows, Math.ceilDiv(rows, most));
    }

    @Override
    public final void multiply(Product product, int from, int to, Scratch scratch) {
        int tileRows = tileRows(product.rows());
        long panelBytes = panelBytes(product.weight().columns());
        long firstPanel = product.weight().laidOut().address() + panelBytes(product.column());
        long rowBytes = packedBytes(product.count());
        for (int row = 0; row < product.rows(); row += tileRows) {
            int rows = Math.min(tileRows, product.rows() - row);
            long x = product.x().bytes().address() + row * rowBytes;
            int whole = whole(product, from, to);
            if (whole > 0) {
                multiply(function(rows), product, firstPanel + from / outputs * panelBytes, x, row, from, whole);
            }
            for (int output = from + whole * outputs; output < to; output += outputs) {
                multiply(function(rows), product, firstPanel + output / outputs * panelBytes, x, row, output, 1);
            }
        }
    }

    /**
     * Panels from {@code from} on that one call can take: all their outputs are kept, and they lie one behind the
     * other.
     */
    private int whole(Product product, int from, int to) {
        boolean together = product.count() == product.weight().columns();
        return together ? Math.min(MOST_PANELS, (to - from) / outputs) : 0;
    }

    private void multiply(
            NativeFunction function, Product product, long panel, long x, int row, int output, int panels) {
        CpuBuffer out = product.out();
        long stride = (long) out.columns() * Float.BYTES;
        long target = out.floats().address() + out.offset(row) + (long) output * Float.BYTES;
        long start = target;
        long startStride = stride;
        if (product.first()) {
            start = product.bias() == null
                    ? zeros.address()
                    : product.bias().floats().address() + (long) output * Float.BYTES;
            startStride = 0;
        }
        long kept = Math.min(outputs, out.columns() - output);
        long masks = (1L << kept) - 1;
        function.call(panel, x, blocks(product.count()), target, stride, start, startStride, masks, panels);
    }
}
