package io.belvedere.compute.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * Attention cut into tasks: one per key head and block of queries, or, where that would leave threads without work, one
 * per key head, block of queries and part of the tokens, whose results are then joined. A query's result is the same
 * either way.
 */
final class AttentionTasks {
    /** Tasks wanted per thread, so that no thread waits long for the last. */
    static final int PER_THREAD = 4;

    /** Parts' results at most: 16 MiB. */
    private static final int PART_FLOATS = 1 << 22;

    private final AttentionKernels kernels;
    private final int threads;
    private final List<Share> shares = new ArrayList<>();
    private int count;
    private int joins;
    private float[] results = new float[0];

    /**
     * An attention's tasks.
     *
     * @param block queries of a block
     * @param parts of the tokens; 1: not split
     * @param firstTask its tasks, from this one on: part by part, key head by key head, block by block: the same keys
     *     and values stay in a core's cache
     * @param firstJoin its joins, from this one on: key head by key head, block by block
     * @param resultsAt its parts' results: key head by key head, block by block, part by part
     */
    private record Share(
            Attention attention,
            int block,
            int blocks,
            int parts,
            int firstTask,
            int firstJoin,
            int partFloats,
            int resultsAt) {
        int tasks() {
            return attention.kvHeads() * blocks * parts;
        }

        int resultsAt(int kvHead, int block, int part) {
            return resultsAt + ((kvHead * blocks + block) * parts + part) * partFloats;
        }
    }

    AttentionTasks(AttentionKernels kernels, int threads) {
        this.kernels = kernels;
        this.threads = threads;
    }

    /** Replaces the plan before. */
    void plan(List<Attention> attentions) {
        shares.clear();
        count = 0;
        joins = 0;
        long work = 0;
        for (Attention attention : attentions) {
            work += (long) attention.kvHeads() * attention.queries() * attention.tokens();
        }
        int floats = 0;
        for (Attention attention : attentions) {
            floats += add(attention, work, floats);
        }
        if (results.length < floats) {
            results = new float[floats];
        }
    }

    /** Returns the floats of its results. */
    private int add(Attention attention, long work, int resultsAt) {
        if (attention.queries() == 0) {
            return 0;
        }
        long fair = work / ((long) PER_THREAD * threads);
        int most = kernels.queryBlock();
        int block = most;
        while (threads > 1 && block > most / 4 && (long) block * attention.tokens() > fair) {
            block /= 2;
        }
        block = Math.min(block, attention.queries());
        int blocks = Math.ceilDiv(attention.queries(), block);
        int parts = 1;
        int partFloats = 0;
        boolean large = (long) block * attention.tokens() > fair;
        if (threads > 1 && large && attention.tokens() > kernels.tokenPart()) {
            partFloats = kernels.partFloats(block, attention.headDim());
            int fitting = (PART_FLOATS - resultsAt) / (attention.kvHeads() * blocks * partFloats);
            parts = Math.ceilDiv(attention.tokens(), kernels.tokenPart());
            parts = parts > fitting ? 1 : parts;
        }
        Share share = new Share(attention, block, blocks, parts, count, joins, partFloats, resultsAt);
        shares.add(share);
        count += share.tasks();
        joins += parts == 1 ? 0 : attention.kvHeads() * blocks;
        return parts == 1 ? 0 : share.tasks() * partFloats;
    }

    int count() {
        return count;
    }

    /**
     * The last blocks of queries first: where they see more tokens than the others, they should not be what is waited
     * for.
     */
    void run(int task, Scratch scratch) {
        int index = count - 1 - task;
        Share share = share(index, false);
        Attention attention = share.attention;
        int within = index - share.firstTask;
        int block = within % share.blocks;
        int kvHead = within / share.blocks % attention.kvHeads();
        int part = within / share.blocks / attention.kvHeads();
        int from = block * share.block;
        int to = Math.min(attention.queries(), from + share.block);
        if (share.parts == 1) {
            kernels.attend(attention, kvHead, from, to, scratch);
        } else if (attention.visible(to - 1) > part * kernels.tokenPart()) {
            kernels.attendPart(
                    attention, kvHead, from, to, part, results, share.resultsAt(kvHead, block, part), scratch);
        }
    }

    /** How many results of parts there are to join. */
    int joins() {
        return joins;
    }

    void join(int index, Scratch scratch) {
        Share share = share(index, true);
        int within = index - share.firstJoin;
        int kvHead = within / share.blocks;
        int block = within % share.blocks;
        int from = block * share.block;
        int to = Math.min(share.attention.queries(), from + share.block);
        int at = share.resultsAt(kvHead, block, 0);
        kernels.joinParts(share.attention, kvHead, from, to, results, at, share.partFloats, scratch);
    }

    /** Which share a task, or a join, belongs to. */
    private Share share(int index, boolean join) {
        int low = 0;
        int high = shares.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            Share share = shares.get(middle);
            if ((join ? share.firstJoin : share.firstTask) <= index) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return shares.get(low);
    }
}
