package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.Attention;
import io.belvedere.compute.cpu.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Attention for a block of queries, in the manner of
 * <a href="https://arxiv.org/abs/2205.14135">FlashAttention</a>: a block of keys and values at a time, scores, softmax
 * and mix, so that scores never leave the core's cache.
 *
 * <pre>
 * tokens   [block 0][block 1][block 2][block 3] [block 4] ...
 *          part 0: sums kept from block to block part 1: sums of its own, then joined
 * scores   [scales of earlier sums][token 0][token 1] ...    a query a lane
 * mixed    query by query, elements in the lanes
 * </pre>
 *
 * <p>A query's numbers do not depend on its block, nor on how many tokens came with it: blocks and parts lie at fixed
 * tokens, every sum goes in the order of elements or tokens, and tokens that it does not see leave no trace. So parts
 * may go to different threads.
 */
final class Attend {
    /** Tokens of a part: some tens of microseconds for few queries. */
    static final int PART = 256;

    /**
     * Tokens of a block: their keys, values and scores stay in a core's first two caches. Vision's windows have as
     * many.
     */
    private static final int BLOCK = 64;

    private final Attention attention;
    private final int kvHead;
    final QueryBlock queries;
    private final int headDim;

    /** A key's, a value's and a mixed row's floats: whole vectors. */
    final int row;

    private final float[] keys;
    private final float[] values;
    private final float[] scores;

    /** Tokens of the block that each query of a vector sees; or scales. */
    final float[] limits;

    Attend(Attention attention, int kvHead, int from, int to, Scratch scratch) {
        this.attention = attention;
        this.kvHead = kvHead;
        this.queries = new QueryBlock(attention, kvHead, from, to, scratch);
        this.headDim = attention.headDim();
        this.row = Lanes.padded(headDim);
        this.keys = scratch.floats(Scratch.Use.KEYS, BLOCK * row);
        this.values = scratch.floats(Scratch.Use.VALUES, BLOCK * row);
        this.scores = scratch.floats(Scratch.Use.SCORES, (1 + BLOCK) * OuterTile.VECTORS * L);
        this.limits = scratch.floats(Scratch.Use.ROW, 2 * L);
    }

    /** Room for the sums of a part. */
    PartSums sums(Scratch scratch, Scratch.Use use) {
        return PartSums.of(scratch, use, queries.vectors * L, row);
    }

    /** Attends to the tokens of one part. */
    void part(int part, PartSums sums) {
        sums.clear();
        int end = Math.min((part + 1) * PART, attention.visible(queries.to - 1));
        for (int first = part * PART; first < end; first += BLOCK) {
            int count = Math.min(BLOCK, end - first);
            KvPanel.keys(attention.memory(), kvHead, first, count, headDim, keys);
            KvPanel.values(attention.memory(), kvHead, first, count, headDim, values);
            for (int vector = 0, width; vector < queries.vectors; vector += width) {
                width = OuterTile.width(queries.vectors - vector);
                int seen = Math.min(count, queries.visible((vector + width) * L - 1) - first);
                if (seen > 0) {
                    score(vector, width, seen);
                    soften(vector, width, first, seen, sums);
                    mix(vector, width, first, seen, sums);
                }
            }
        }
    }

    private void score(int vector, int width, int tokens) {
        int step = width * L;
        int queriesAt = vector * L * headDim;
        boolean thin = queries.queries() <= ThinTile.LANES;
        int rows = thin ? ThinTile.ROWS : OuterTile.ROWS;
        Arrays.fill(scores, step, (1 + Math.ceilDiv(tokens, rows) * rows) * step, 0);
        for (int t = 0; t < tokens; t += rows) {
            int at = (1 + t) * step;
            if (thin) {
                ThinTile.accumulate(keys, t * row, row, 1, queries.packed, queriesAt, step, headDim, scores, at, step);
            } else {
                OuterTile.accumulate(
                        width, keys, t * row, row, 1, queries.packed, queriesAt, step, headDim, scores, at, step);
            }
        }
    }

    private void soften(int vector, int width, int first, int tokens, PartSums sums) {
        int step = width * L;
        int seenByAll = Math.max(0, queries.visible(vector * L) - first);
        for (int v = 0; v < width; v++) {
            int query = (vector + v) * L;
            if (seenByAll < tokens) {
                for (int i = 0; i < L; i++) {
                    limits[i] = queries.visible(query + i) - first;
                }
                Softmax.hide(scores, step + v * L, step, seenByAll, tokens, limits);
            }
            Softmax.apply(
                    scores, v * L, step, tokens, sums.floats, sums.largestAt(query), sums.floats, sums.sumAt(query));
        }
        for (int i = 0; i < step; i++) {
            if (scores[i] != 1) {
                sums.scale(vector * L + i, scores[i]);
            }
        }
    }

    private void mix(int vector, int width, int first, int tokens, PartSums sums) {
        int step = width * L;
        for (int i = 0; i < step && vector * L + i < queries.queries(); i += OuterTile.ROWS) {
            int query = vector * L + i;
            int seenByAll = Math.clamp(queries.visible(query) - first, 0, tokens);
            for (int d = 0, w; d < row; d += w * L) {
                w = OuterTile.width((row - d) / L);
                int at = sums.mixedAt(query) + d;
                OuterTile.accumulate(w, scores, step + i, 1, step, values, d, row, seenByAll, sums.floats, at, row);
            }
            for (int t = seenByAll; t < tokens; t++) {
                mixWhoSees(query, (1 + t) * step + i, t, first, sums);
            }
        }
    }

    /** A token that only some of a tile's queries see. */
    private void mixWhoSees(int query, int weightsAt, int token, int first, PartSums sums) {
        for (int i = 0; i < OuterTile.ROWS; i++) {
            if (token < queries.visible(query + i) - first) {
                FloatVector weight = FloatVector.broadcast(Lanes.F, scores[weightsAt + i]);
                for (int d = 0; d < row; d += L) {
                    int at = sums.mixedAt(query + i) + d;
                    weight.fma(Lanes.load(values, token * row + d), Lanes.load(sums.floats, at))
                            .intoArray(sums.floats, at);
                }
            }
        }
    }
}
