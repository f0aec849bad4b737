package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.Attention;
import io.belvedere.compute.cpu.Scratch;
import java.util.Arrays;

/**
 * The queries {@code [from, to)} of a key head, a lane each, in groups of up to {@link OuterTile#VECTORS} vectors.
 *
 * <pre>
 * packed   group 0: [element 0 of its queries][element 1 of its queries] ...        group 1: ...
 * </pre>
 */
final class QueryBlock {
    final int from;
    final int to;

    /** Whole vectors of queries. */
    final int vectors;

    /** Element by element, with the scores' scale. */
    final float[] packed;

    private final float[] rows;
    private final Attention attention;

    QueryBlock(Attention attention, int kvHead, int from, int to, Scratch scratch) {
        this.attention = attention;
        this.from = from;
        this.to = to;
        this.vectors = vectors(to - from);
        int headDim = attention.headDim();
        this.packed = scratch.floats(Scratch.Use.QUERIES, vectors * L * headDim);
        this.rows = scratch.floats(Scratch.Use.KEYS, OuterTile.VECTORS * L * Lanes.padded(headDim));
        for (int vector = 0, width; vector < vectors; vector += width) {
            width = OuterTile.width(vectors - vector);
            pack(kvHead, vector * L, width * L);
        }
    }

    static int vectors(int queries) {
        return Math.ceilDiv(queries, L);
    }

    private void pack(int kvHead, int first, int count) {
        int headDim = attention.headDim();
        int at = first * headDim;
        float scale = (float) (Softmax.LOG2_E / Math.sqrt(headDim));
        int queries = Math.min(count, to - from - first);
        if (queries < count) {
            Arrays.fill(packed, at, at + count * headDim, 0);
        }
        int padded = Lanes.padded(headDim);
        for (int i = 0; i < queries; i++) {
            long offset = attention.offset(kvHead, from + first + i);
            Packing.row(attention.q().floats(), offset, headDim, rows, i * padded, 1);
        }
        for (int i = 0; i < queries; i++) {
            for (int d = 0; d < headDim; d++) {
                packed[at + d * count + i] = rows[i * padded + d] * scale;
            }
        }
    }

    /** Tokens that a query sees; those that fill up the last vector see what the last query does. */
    int visible(int query) {
        return attention.visible(Math.min(to - 1, from + query));
    }

    int queries() {
        return to - from;
    }
}
