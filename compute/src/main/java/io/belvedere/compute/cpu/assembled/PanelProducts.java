package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.Workers;
import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.cpu.Scratch;
import io.belvedere.compute.cpu.StoredMatrix;
import io.belvedere.compute.cpu.system.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Products with weights in panels of a few outputs each. A task takes some panels, which stay in a core's second-level cache while the tiles of x pass by.
 *
 * <pre>
 * for each tile of rows: for each panel of the task: out tile = x tile · panel
 * </pre>
 */
abstract class PanelProducts implements ProductKernels {
    /** Rows of x at most: what is packed of them stays in the last-level cache. */
    private static final int SLAB_ROWS = 768;

    /** Bytes of the panels that a task takes: half of a second-level cache. */
    private static final long TASK_BYTES = 512 << 10;

    private final AtomicReferenceArray<TileFunction> functions; // by rows, assembled when first used
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
        this.zeros = arena.allocate((long) outputs * Float.BYTES, 64);
        this.functions = new AtomicReferenceArray<>(mostRows + 1);
        this.arena = arena;
    }

    private TileFunction function(int rows) {
        TileFunction function = functions.get(rows);
        if (function == null) {
            function = new TileFunction(tile(rows), arena); // at worst by two threads at once
            functions.set(rows, function);
        }
        return function;
    }

    abstract Tile tile(int rows);

    /** Bytes of a panel with so many columns. */
    abstract long panelBytes(int columns);

    /** Lays one panel out: the outputs {@code [from, to)}. */
    abstract void layOut(StoredMatrix matrix, int from, int to, MemorySegment panel);

    /** Blocks of so many columns. */
    abstract int blocks(int columns);

    /** Bytes of a packed row of so many columns. */
    abstract long packedBytes(int columns);

    /** Most columns of a step. */
    abstract int mostColumns();

    @Override
    public final MemorySegment layOut(StoredMatrix matrix, Workers workers, Arena arena) {
        int panels = Math.ceilDiv(matrix.rows(), outputs);
        long bytes = panelBytes(matrix.columns());
        MemorySegment all = Pages.allocate(panels * bytes, arena);
        workers.run(panels, (worker, panel) -> {
            int from = panel * outputs;
            int to = Math.min(matrix.rows(), from + outputs);
            layOut(matrix, from, to, all.asSlice(panel * bytes, bytes));
        });
        Pages.release(matrix.bytes()); // or the file's pages would stay in memory beside the panels
        return all;
    }

    @Override
    public final Blocking blocking(int rows, int columns) {
        long panels = Math.max(1, TASK_BYTES / panelBytes(Math.min(columns, mostColumns())));
        return new Blocking(
                SLAB_ROWS, mostColumns(), tileRows(rows), Math.toIntExact(Math.min(panels, 64) * outputs), outputs);
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
            for (int output = from; output < to; output += outputs) {
                long panel = firstPanel + output / outputs * panelBytes;
                multiply(function(rows), product, panel, x, row, output);
            }
        }
    }

    private void multiply(TileFunction function, Product product, long panel, long x, int row, int output) {
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
        int kept = Math.min(outputs, out.columns() - output);
        function.call(panel, x, blocks(product.count()), target, stride, start, startStride, (1L << kept) - 1);
    }
}
