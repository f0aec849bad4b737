package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.Attention;
import io.belvedere.compute.cpu.AttentionKernels;
import io.belvedere.compute.cpu.Scratch;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/** Attention to the tokens part by part, each as {@link Attend} does it; the parts' sums are then joined. */
final class VectorAttention implements AttentionKernels {
    /** Queries that share one passage over keys and values. */
    private static final int QUERIES = 192;

    @Override
    public int queryBlock() {
        return QUERIES;
    }

    @Override
    public int tokenPart() {
        return Attend.PART;
    }

    @Override
    public void attend(Attention attention, int kvHead, int from, int to, Scratch scratch) {
        Attend block = new Attend(attention, kvHead, from, to, scratch);
        PartSums sums = block.sums(scratch, Scratch.Use.JOINED);
        block.part(0, sums);
        int tokens = attention.visible(to - 1);
        if (tokens > Attend.PART) {
            PartSums later = block.sums(scratch, Scratch.Use.MIXED);
            for (int part = 1; part * Attend.PART < tokens; part++) {
                block.part(part, later);
                join(attention, from, to, sums, later, part, block.limits);
            }
        }
        store(attention, kvHead, from, to, sums);
    }

    @Override
    public int partFloats(int queries, int headDim) {
        return PartSums.floats(QueryBlock.vectors(queries) * L, Lanes.padded(headDim));
    }

    @Override
    public void attendPart(
            Attention attention, int kvHead, int from, int to, int part, float[] result, int at, Scratch scratch) {
        Attend block = new Attend(attention, kvHead, from, to, scratch);
        block.part(part, new PartSums(result, at, block.queries.vectors * L, block.row));
    }

    @Override
    public void joinParts(
            Attention attention, int kvHead, int from, int to, float[] results, int at, int step, Scratch scratch) {
        int lanes = QueryBlock.vectors(to - from) * L;
        int row = Lanes.padded(attention.headDim());
        float[] scales = scratch.floats(Scratch.Use.ROW, 2 * L);
        PartSums sums = new PartSums(results, at, lanes, row);
        for (int part = 1; part * Attend.PART < attention.visible(to - 1); part++) {
            PartSums later = new PartSums(results, at + part * step, lanes, row);
            join(attention, from, to, sums, later, part, scales);
        }
        store(attention, kvHead, from, to, sums);
    }

    /** For the queries that see tokens of the part. */
    private static void join(
            Attention attention, int from, int to, PartSums sums, PartSums later, int part, float[] scales) {
        int first = from;
        while (attention.visible(first) <= part * Attend.PART) {
            first++;
        }
        sums.join(later, first - from, to - from, scales);
    }

    private static void store(Attention attention, int kvHead, int from, int to, PartSums sums) {
        MemorySegment out = attention.out().floats();
        int headDim = attention.headDim();
        for (int query = from; query < to; query++) {
            long offset = attention.offset(kvHead, query);
            float sum = sums.floats[sums.sumAt(query - from)];
            for (int d = 0; d < headDim; d += L) {
                FloatVector value =
                        Lanes.load(sums.floats, sums.mixedAt(query - from) + d).div(sum);
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
