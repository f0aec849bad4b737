package io.belvedere.compute.cpu;

import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.KvSpan;
import java.util.Arrays;
import java.util.List;

/** What an operation's arguments must satisfy before a kernel, which checks nothing, may see them. */
final class Checks {
    private Checks() {}

    static void shape(String what, CpuBuffer buffer, int rows, int columns) {
        if (buffer.rows() != rows || buffer.columns() != columns) {
            throw new IllegalArgumentException(what + " is " + buffer + ", wanted " + rows + "x" + columns);
        }
    }

    static void sameShape(String what, CpuBuffer a, String other, CpuBuffer b) {
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            throw new IllegalArgumentException(what + " is " + a + ", but " + other + " is " + b);
        }
    }

    static void apart(String what, CpuBuffer a, String other, CpuBuffer b) {
        if (a.overlaps(b)) {
            throw new IllegalArgumentException(what + " and " + other + " overlap");
        }
    }

    static void sameOrApart(String what, CpuBuffer a, String other, CpuBuffer b) {
        if (a.floats().address() != b.floats().address()) {
            apart(what, a, other, b);
        }
    }

    static CpuWeight vector(String what, CpuWeight weight, int length) {
        if (weight.rows() != 1 || weight.columns() != length) {
            throw new IllegalArgumentException(what + " (" + weight.name() + ") is " + weight.rows() + "x"
                    + weight.columns() + ", wanted a vector of " + length);
        }
        return weight;
    }

    static void indices(String what, int[] indices, int limit) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= limit) {
                throw new IllegalArgumentException(
                        what + "[" + i + "] is " + indices[i] + ", wanted 0 to " + (limit - 1));
            }
        }
    }

    static void range(String what, int length, int at, int count) {
        if (at < 0 || at > length - count) {
            throw new IllegalArgumentException(
                    what + ": " + count + " values from index " + at + " on do not fit an array of " + length);
        }
    }

    static int headDim(String what, CpuBuffer x, int heads) {
        if (heads < 1 || x.columns() % heads != 0) {
            throw new IllegalArgumentException(
                    what + ": " + x.columns() + " columns do not split into " + heads + " heads");
        }
        return x.columns() / heads;
    }

    /** Query heads of q. */
    static int heads(String what, CpuBuffer q, KvShape shape) {
        int perGroup = shape.kvHeads() * shape.headDim();
        if (q.columns() % perGroup != 0) {
            throw new IllegalArgumentException(what + ": q has " + q.columns() + " columns, wanted a multiple of "
                    + shape.kvHeads() + " key heads of " + shape.headDim());
        }
        return q.columns() / shape.headDim();
    }

    static CpuKvPages pages(KvPages kv, int layer) {
        if (!(kv instanceof CpuKvPages pages)) {
            throw new IllegalArgumentException(
                    "K/V pages of another backend: " + kv.getClass().getName());
        }
        if (layer < 0 || layer >= pages.shape().layers()) {
            throw new IllegalArgumentException(
                    "layer is " + layer + ", wanted 0 to " + (pages.shape().layers() - 1));
        }
        return pages;
    }

    /** Every span lies within the batch and its blocks, and no row belongs to two. */
    static void spans(List<KvSpan> spans, int rows, CpuKvPages pages) {
        boolean[] taken = new boolean[rows];
        for (KvSpan span : spans) {
            if (span.firstRow() < 0 || span.rows() < 0 || span.firstRow() > rows - span.rows()) {
                throw new IllegalArgumentException("a span of rows [" + span.firstRow() + ", "
                        + ((long) span.firstRow() + span.rows()) + ") in a batch of " + rows);
            }
            long tokens = (long) span.start() + span.rows();
            long room = (long) span.blocks().length * pages.shape().blockTokens();
            if (span.start() < 0 || tokens > room) {
                throw new IllegalArgumentException("a span of tokens [" + span.start() + ", " + tokens
                        + ") with room for " + room + " in its " + span.blocks().length + " blocks");
            }
            indices("span blocks", span.blocks(), pages.blocks());
            for (int row = span.firstRow(); row < span.firstRow() + span.rows(); row++) {
                if (taken[row]) {
                    throw new IllegalArgumentException("row " + row + " belongs to two spans");
                }
                taken[row] = true;
            }
        }
    }

    static void bounds(int[] bounds, int rows) {
        boolean ascending = bounds.length > 0 && bounds[0] == 0 && bounds[bounds.length - 1] == rows;
        for (int i = 1; ascending && i < bounds.length; i++) {
            ascending = bounds[i - 1] <= bounds[i];
        }
        if (!ascending) {
            throw new IllegalArgumentException(
                    "span bounds must ascend from 0 to " + rows + ", given " + Arrays.toString(bounds));
        }
    }

    /** The i with {@code firsts[i] <= index < firsts[i + 1]}. */
    static int intervalOf(int index, int[] firsts) {
        int low = 0;
        int high = firsts.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (firsts[middle] <= index) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
