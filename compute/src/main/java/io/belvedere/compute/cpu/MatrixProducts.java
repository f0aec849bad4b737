package io.belvedere.compute.cpu;

import io.belvedere.compute.Workers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits products with the same x over the workers. Those that take x packed alike share one packing and one loop, so
 * that threads wait for each other once.
 *
 * <pre>
 * for each slab of rows: for each block of columns: pack x; for each weight, for each task of its outputs: multiply
 * </pre>
 */
final class MatrixProducts {
    private final Workers workers;
    private final Scratch[] scratch;
    private final PackedRows packed = new PackedRows();

    MatrixProducts(Workers workers, Scratch[] scratch) {
        this.workers = workers;
        this.scratch = scratch;
    }

    /** One product of x. */
    record Part(CpuWeight weight, @Nullable CpuWeight bias, CpuBuffer out) {
        private boolean packsAs(Part other) {
            return weight.products().packing().equals(other.weight.products().packing());
        }
    }

    /**
     * A part's tasks in a loop, from {@code firstTask} on, of so many outputs each; {@code most} outputs are computed
     * in one call.
     */
    private record Share(Product product, int outputs, int most, int firstTask) {
        private int end() {
            return firstTask + Math.ceilDiv(product.weight().rows(), outputs);
        }

        /** Those of the loop's tasks {@code [first, end)} that are this part's. */
        private void multiply(int first, int end, Scratch scratch) {
            CpuWeight weight = product.weight();
            int from = Math.max(0, first - firstTask) * outputs;
            int to = Math.min(weight.rows(), (end - firstTask) * outputs);
            for (int output = from; output < to; output += most) {
                weight.products().multiply(product, output, Math.min(to, output + most), scratch);
            }
        }
    }

    /**
     * @param parts at least one, each with a weight of {@code x.columns()} columns and an out of {@code x.rows()} rows
     */
    void multiply(CpuBuffer x, List<Part> parts) {
        int from = 0;
        while (from < parts.size()) {
            int to = from + 1;
            while (to < parts.size() && parts.get(from).packsAs(parts.get(to))) {
                to++;
            }
            multiplyAlike(x, parts.subList(from, to));
            from = to;
        }
    }

    private void multiplyAlike(CpuBuffer x, List<Part> parts) {
        ProductKernels products = parts.getFirst().weight.products();
        int slab = slabRows(x, products.blocking(x.rows(), x.columns()));
        for (int row = 0; row < x.rows(); row += slab) {
            CpuBuffer rows = x.rows(row, Math.min(slab, x.rows() - row));
            ProductKernels.Blocking blocking = products.blocking(rows.rows(), x.columns());
            int block = rows.rows() == 1 ? x.columns() : Math.min(x.columns(), blocking.columns());
            for (int column = 0; column < x.columns(); column += block) {
                int count = Math.min(block, x.columns() - column);
                pack(products, rows, column, count, blocking.packRows());
                multiplyPacked(shares(parts, row, rows.rows(), column, count));
            }
        }
    }

    /** Slabs as equal as whole tiles allow. */
    private static int slabRows(CpuBuffer x, ProductKernels.Blocking blocking) {
        int slabs = Math.max(1, Math.ceilDiv(x.rows(), blocking.rows()));
        return Math.ceilDiv(Math.ceilDiv(x.rows(), slabs), blocking.packRows()) * blocking.packRows();
    }

    private void pack(ProductKernels products, CpuBuffer x, int column, int count, int tileRows) {
        products.reserve(x.rows(), count, packed);
        int rows = Math.max(1, CpuBackend.TASK_ELEMENTS / (tileRows * count)) * tileRows;
        workers.run(Math.ceilDiv(x.rows(), rows), (worker, task) -> {
            int from = task * rows;
            products.pack(x, column, count, from, Math.min(x.rows(), from + rows), packed);
        });
    }

    private List<Share> shares(List<Part> parts, int row, int rows, int column, int count) {
        long outputs = 0;
        for (Part part : parts) {
            outputs += part.weight.rows();
        }
        List<Share> shares = new ArrayList<>(parts.size());
        int task = 0;
        for (Part part : parts) {
            Product product = new Product(packed, part.weight, column, count, part.bias, part.out.rows(row, rows));
            ProductKernels.Blocking blocking = part.weight.products().blocking(rows, part.weight.columns());
            int most = blocking.outputs() / blocking.outputStep() * blocking.outputStep();
            Share share = new Share(product, outputsPerTask(outputs, blocking), most, task);
            shares.add(share);
            task = share.end();
        }
        return shares;
    }

    private int outputsPerTask(long outputs, ProductKernels.Blocking blocking) {
        int step = blocking.outputStep();
        int most = blocking.taskOutputs() / step;
        return step * Math.clamp(outputs / ((long) AttentionTasks.PER_THREAD * workers.threads() * step), 1, most);
    }

    private void multiplyPacked(List<Share> shares) {
        workers.runRanges(shares.getLast().end(), (worker, from, to) -> {
            for (Share share : shares) {
                share.multiply(from, to, scratch[worker]);
            }
        });
    }
}
