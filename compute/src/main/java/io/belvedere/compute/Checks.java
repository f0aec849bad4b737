package io.belvedere.compute;

import java.util.Arrays;
import java.util.List;

/** What an operation's arguments must satisfy before a kernel, which checks nothing, may see them. */
public final class Checks {
    private Checks() {}

    public static void shape(String what, Buffer buffer, int rows, int columns) {
        if (buffer.rows() != rows || buffer.columns() != columns) {
            throw new IllegalArgumentException(what + " is " + text(buffer) + ", wanted " + rows + "x" + columns);
        }
    }

    public static void sameShape(String what, Buffer a, String other, Buffer b) {
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            throw new IllegalArgumentException(what + " is " + text(a) + ", but " + other + " is " + text(b));
        }
    }

    public static void apart(String what, Buffer a, String other, Buffer b) {
        if (a.overlaps(b)) {
            throw new IllegalArgumentException(what + " and " + other + " overlap");
        }
    }

    public static void sameOrApart(String what, Buffer a, String other, Buffer b) {
        if (!a.equals(b)) {
            apart(what, a, other, b);
        }
    }

    public static void vector(String what, Weight weight, int length) {
        if (weight.rows() != 1 || weight.columns() != length) {
            throw new IllegalArgumentException(what + " (" + weight.name() + ") is " + weight.rows() + "x"
                    + weight.columns() + ", wanted a vector of " + length);
        }
    }

    public static void indices(String what, int[] indices, int limit) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= limit) {
                throw new IllegalArgumentException(
                        what + "[" + i + "] is " + indices[i] + ", wanted 0 to " + (limit - 1));
            }
        }
    }

    public static void range(String what, int length, int at, int count) {
        if (at < 0 || at > length - count) {
            throw new IllegalArgumentException(
                    what + ": " + count + " values from index " + at + " on do not fit an array of " + length);
        }
    }

    public static int headDim(String what, Buffer x, int heads) {
        if (heads < 1 || x.columns() % heads != 0) {
            throw new IllegalArgumentException(
                    what + ": " + x.columns() + " columns do not split into " + heads + " heads");
        }
        return x.columns() / heads;
    }

    /** Query heads of q. */
    public static int heads(String what, Buffer q, KvShape shape) {
        int perGroup = shape.kvHeads() * shape.headDim();
        if (q.columns() % perGroup != 0) {
            throw new IllegalArgumentException(what + ": q has " + q.columns() + " columns, wanted a multiple of "
                    + shape.kvHeads() + " key heads of " + shape.headDim());
        }
        return q.columns() / shape.headDim();
    }

    public static void layer(int layer, KvShape shape) {
        if (layer < 0 || layer >= shape.layers()) {
            throw new IllegalArgumentException("layer is " + layer + ", wanted 0 to " + (shape.layers() - 1));
        }
    }

    /** Every span lies within the batch and its blocks, and no row belongs to two. */
    public static void spans(List<KvSpan> spans, int rows, KvPages pages) {
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

    public static void bounds(int[] bounds, int rows) {
        boolean ascending = bounds.length > 0 && bounds[0] == 0 && bounds[bounds.length - 1] == rows;
        for (int i = 1; ascending && i < bounds.length; i++) {
            ascending = bounds[i - 1] <= bounds[i];
        }
        if (!ascending) {
            throw new IllegalArgumentException(
                    "span bounds must ascend from 0 to " + rows + ", given " + Arrays.toString(bounds));
        }
    }

    private static String text(Buffer buffer) {
        return buffer.rows() + "x" + buffer.columns();
    }
}
