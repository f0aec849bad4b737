package io.belvedere.compute.cpu;

import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.KvSpan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values. A block's memory is taken when it is first written, and holds, slowest first: layer, keys or values,
 * head, slot, element. So a head's keys within a block lie one after the other.
 */
public final class CpuKvPages implements KvPages {
    private final Arena arena = Arena.ofShared();
    private final KvShape shape;
    private final KvRounding rounding;
    private final @Nullable MemorySegment[] blocks;
    private final long blockBytes;
    private final long headBytes;

    CpuKvPages(KvShape shape, int blocks) {
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks must be at least 1, given " + blocks);
        }
        this.shape = shape;
        this.rounding = KvRounding.to(shape.type());
        this.blocks = new MemorySegment[blocks];
        this.blockBytes = Math.multiplyExact(shape.bytesPerToken(), (long) shape.blockTokens());
        this.headBytes = shape.type().headBytes(shape.headDim());
    }

    static CpuKvPages of(KvPages pages) {
        if (pages instanceof CpuKvPages cpu) {
            return cpu;
        }
        throw new IllegalArgumentException(
                "K/V pages of another backend: " + pages.getClass().getName());
    }

    @Override
    public KvShape shape() {
        return shape;
    }

    @Override
    public int blocks() {
        return blocks.length;
    }

    /** Bytes if every block is in use. */
    @Override
    public long bytes() {
        return blockBytes * blocks.length;
    }

    /** Takes the memory of the blocks that a span writes to. */
    void reserve(KvSpan span) {
        for (int token = span.start(); token < span.start() + span.rows(); token++) {
            int block = span.blocks()[token / shape.blockTokens()];
            if (blocks[block] == null) {
                blocks[block] = arena.allocate(blockBytes, 64);
            }
        }
    }

    /**
     * Stores the keys and values of the span's rows {@code [from, to)}, (n, kvHeads * headDim) each, in the span's
     * blocks, which are {@linkplain #reserve reserved}.
     */
    void append(int layer, KvSpan span, int from, int to, CpuBuffer keys, CpuBuffer values) {
        for (int i = from; i < to; i++) {
            int token = span.start() + i;
            int slot = token % shape.blockTokens();
            MemorySegment block = block(span.blocks()[token / shape.blockTokens()]);
            for (int head = 0; head < shape.kvHeads(); head++) {
                storeHead(keys, span.firstRow() + i, head, block, keyOffset(layer, head, slot));
                storeHead(values, span.firstRow() + i, head, block, valueOffset(layer, head, slot));
            }
        }
    }

    private void storeHead(CpuBuffer from, int row, int head, MemorySegment block, long offset) {
        long first = from.offset(row) + (long) head * shape.headDim() * Float.BYTES;
        rounding.store(from.floats(), first, shape.headDim(), block, offset);
    }

    /** A block that something was written to. */
    public MemorySegment block(int block) {
        MemorySegment reserved = blocks[block];
        if (reserved == null) {
            throw new IllegalArgumentException("nothing was ever written to K/V block " + block);
        }
        return reserved;
    }

    /** Bytes of one token's head. */
    long headBytes() {
        return headBytes;
    }

    /** Offset in a block of the first element of a token's key. */
    public long keyOffset(int layer, int kvHead, int slot) {
        return offset(2 * layer, kvHead, slot);
    }

    /** Offset in a block of the first element of a token's value. */
    public long valueOffset(int layer, int kvHead, int slot) {
        return offset(2 * layer + 1, kvHead, slot);
    }

    private long offset(int plane, int kvHead, int slot) {
        return (((long) plane * shape.kvHeads() + kvHead) * shape.blockTokens() + slot) * headBytes;
    }

    @Override
    public void close() {
        arena.close();
    }
}
