package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.Attention;
import io.belvedere.compute.cpu.KeyValues;
import io.belvedere.compute.cpu.Scratch;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Attention for a block of queries: their scores against all the keys that they see, softmax, then the mix of values. A query's numbers do not depend
 * on the block or on how many tokens came with it: its scores are dot products, and sums over tokens go in the order of tokens.
 *
 * <pre>
 * scores   tile 0: [token 0 of queries 0..7][token 1 of queries 0..7] ...   tile 1: queries 8..15 ...
 * </pre>
 */
final class Attend {
    /** The scores of a block take this many times the tokens' number of floats. */
    static final int QUERIES = 32;

    private static final int TILE = DotTile.LEFT;

    /** Tokens of a tile. */
    private static final int STEP = DotTile.RIGHT;

    private static final int ACCUMULATORS = STEP * TILE * L;

    /** Tokens packed at a time: they stay in a core's cache while every tile passes over them. */
    private static final int TOKENS = 32 * STEP;

    private final Attention attention;
    private final int kvHead;
    private final int from;
    private final int to;
    private final int headDim;
    private final int tiles;

    /** Tokens that the last query sees. */
    private final int tokens;

    /** The same in whole tiles, and even for {@link Softmax}. */
    private final int scoredTokens;

    private final float[] scores;
    private final float[] panel;
    private final float[] sums;

    private Attend(Attention attention, int kvHead, int from, int to, Scratch scratch) {
        this.attention = attention;
        this.kvHead = kvHead;
        this.from = from;
        this.to = to;
        this.headDim = attention.headDim();
        this.tiles = Math.ceilDiv(to - from, TILE);
        this.tokens = attention.visible(to - 1);
        this.scoredTokens = Math.ceilDiv(tokens, 2 * STEP) * 2 * STEP;
        this.scores = scratch.floats(Scratch.Use.SCORES, Math.multiplyExact(tiles * TILE, scoredTokens));
        this.panel = scratch.floats(Scratch.Use.KEYS, TOKENS * rowVectors() * L);
        this.sums = scratch.floats(Scratch.Use.SUMS, 2 * ACCUMULATORS);
    }

    static void attend(Attention attention, int kvHead, int from, int to, Scratch scratch) {
        Attend block = new Attend(attention, kvHead, from, to, scratch);
        block.score(block.packQueries(scratch));
        float[] totals = scratch.floats(Scratch.Use.ROW, block.tiles * TILE + L);
        for (int tile = 0; tile < block.tiles; tile++) {
            block.hideLaterTokens(tile);
            Softmax.apply(block.scores, block.scoresAt(tile, 0), block.scoredTokens, totals, tile * TILE);
        }
        float[] mixed = scratch.floats(Scratch.Use.MIXED, block.tiles * TILE * block.rowVectors() * L);
        block.mix(mixed);
        block.store(mixed, totals);
    }

    /** A value row's vectors, filled up to whole mix tiles. */
    private int rowVectors() {
        return Math.ceilDiv(headDim, MixTile.VECTORS * L) * MixTile.VECTORS;
    }

    private int scoresAt(int tile, int token) {
        return (tile * scoredTokens + token) * TILE;
    }

    /** Tokens that query i of a tile sees; those that fill up the last tile see what the last query does. */
    private int visible(int tile, int i) {
        return attention.visible(Math.min(to - 1, from + tile * TILE + i));
    }

    private float[] packQueries(Scratch scratch) {
        int padded = Lanes.padded(headDim);
        float scale = (float) (1 / Math.sqrt(headDim));
        float[] packed = scratch.floats(Scratch.Use.QUERIES, tiles * TILE * padded);
        for (int i = 0; i < tiles * TILE; i++) {
            int at = i / TILE * TILE * padded + i % TILE * L;
            if (from + i < to) {
                long offset = attention.offset(kvHead, from + i);
                Packing.row(attention.q().floats(), offset, headDim, packed, at, TILE);
                Packing.scale(padded, packed, at, TILE, scale);
            } else {
                Packing.zeros(padded, packed, at, TILE);
            }
        }
        return packed;
    }

    private void score(float[] queries) {
        int vectors = Lanes.padded(headDim) / L;
        Arrays.fill(sums, 0, ACCUMULATORS, 0);
        for (int first = 0; first < tokens; first += TOKENS) {
            int count = Math.min(TOKENS, tokens - first);
            packKeys(first, count);
            for (int tile = 0; tile < tiles; tile++) {
                for (int t = 0; t < count; t += STEP) {
                    int queriesAt = tile * TILE * vectors * L;
                    int keysAt = t * vectors * L;
                    DotTile.multiply(queries, queriesAt, panel, keysAt, vectors, sums, 0, ACCUMULATORS);
                    LaneSums.store(sums, ACCUMULATORS, STEP * TILE, scores, scoresAt(tile, first + t));
                }
            }
        }
    }

    private void packKeys(int first, int count) {
        KeyValues memory = attention.memory();
        int padded = Lanes.padded(headDim);
        int run;
        for (int t = 0; t < count; t += run) {
            run = Math.min(memory.run(first + t), count - t);
            MemorySegment keys = memory.keys(first + t);
            long offset = memory.keyOffset(kvHead, first + t);
            for (int i = t; i < t + run; i++) {
                int at = i / DotTile.RIGHT * DotTile.RIGHT * padded + i % DotTile.RIGHT * L;
                Packing.row(keys, offset + (i - t) * memory.stride(), headDim, panel, at, DotTile.RIGHT);
            }
        }
    }

    private void hideLaterTokens(int tile) {
        int first = visible(tile, 0);
        for (int token = first; token < scoredTokens; token++) {
            for (int i = 0; i < TILE; i++) {
                if (token >= visible(tile, i)) {
                    scores[scoresAt(tile, token) + i] = Float.NEGATIVE_INFINITY;
                }
            }
        }
    }

    private void mix(float[] mixed) {
        int chunks = rowVectors() / MixTile.VECTORS;
        int tileFloats = TILE * MixTile.VECTORS * L;
        Arrays.fill(mixed, 0, tiles * chunks * tileFloats, 0);
        for (int first = 0; first < tokens; first += TOKENS) {
            int end = Math.min(tokens, first + TOKENS);
            packValues(first, end - first);
            for (int tile = 0; tile < tiles; tile++) {
                int forAll = Math.clamp(visible(tile, 0), first, end);
                for (int chunk = 0; chunk < chunks; chunk++) {
                    int rowsAt = chunk * TOKENS * MixTile.VECTORS * L;
                    int at = (tile * chunks + chunk) * tileFloats;
                    MixTile.accumulate(scores, scoresAt(tile, first), panel, rowsAt, forAll - first, mixed, at);
                    mixLast(tile, forAll, end, rowsAt + (forAll - first) * MixTile.VECTORS * L, mixed, at);
                }
            }
        }
    }

    /** The tokens that only some of a tile's queries see. */
    private void mixLast(int tile, int token, int end, int rowsAt, float[] mixed, int at) {
        int last = Math.min(end, visible(tile, TILE - 1));
        for (; token < last; token++) {
            for (int i = 0; i < TILE; i++) {
                if (token < visible(tile, i)) {
                    MixTile.accumulateOne(scores, scoresAt(tile, token), panel, rowsAt, i, mixed, at);
                }
            }
            rowsAt += MixTile.VECTORS * L;
        }
    }

    private void packValues(int first, int count) {
        KeyValues memory = attention.memory();
        int run;
        for (int t = 0; t < count; t += run) {
            run = Math.min(memory.run(first + t), count - t);
            MemorySegment values = memory.values(first + t);
            long offset = memory.valueOffset(kvHead, first + t);
            for (int i = t; i < t + run; i++) {
                packValue(values, offset + (i - t) * memory.stride(), i);
            }
        }
    }

    /** Chunk by chunk of three vectors, each chunk with all its tokens. */
    private void packValue(MemorySegment values, long offset, int row) {
        for (int vector = 0; vector < rowVectors(); vector++) {
            int chunk = vector / MixTile.VECTORS;
            int at = ((chunk * TOKENS + row) * MixTile.VECTORS + vector % MixTile.VECTORS) * L;
            int count = Math.clamp(headDim - vector * L, 0, L);
            Packing.row(values, offset + 4L * vector * L, count, panel, at, 1);
            if (count == 0) {
                Packing.zeros(L, panel, at, 1);
            }
        }
    }

    private void store(float[] mixed, float[] totals) {
        int chunks = rowVectors() / MixTile.VECTORS;
        MemorySegment out = attention.out().floats();
        for (int query = from; query < to; query++) {
            int tile = (query - from) / TILE;
            int i = (query - from) % TILE;
            long offset = attention.offset(kvHead, query);
            for (int d = 0; d < headDim; d += L) {
                int vector = d / L;
                int chunk = vector / MixTile.VECTORS;
                int at = (((tile * chunks + chunk) * TILE + i) * MixTile.VECTORS + vector % MixTile.VECTORS) * L;
                FloatVector value = Lanes.load(mixed, at).div(totals[tile * TILE + i]);
                if (d + L <= headDim) {
                    value.intoMemorySegment(out, offset + 4L * d, ByteOrder.nativeOrder());
                } else {
                    value.intoMemorySegment(
                            out, offset + 4L * d, ByteOrder.nativeOrder(), Lanes.F.indexInRange(d, headDim));
                }
            }
        }
    }
}
