package io.belvedere.compute.cpu;

import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.KvSpan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values in F32. A block's memory is taken when it is first written, and holds, slowest first: layer, keys or values, head, slot, element.
 * So a head's keys within a block lie one after the other.
 */
public final class CpuKvPages implements KvPages {
    private final Arena arena = Arena.ofShared();
    private final KvShape shape;
    private final @Nullable MemorySegment[] blocks;
    private final long blockBytes;

    CpuKvPages(KvShape shape, int blocks) {
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks must be at least 1, given " + blocks);
        }
        this.shape = shape;
        this.blocks = new MemorySegment[blocks];
        this.blockBytes = Math.multiplyExact(shape.elementsPerToken(), (long) shape.blockTokens() * Float.BYTES);
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

    /** Stores the keys and values of a span's rows, (n, kvHeads * headDim) each, in the span's blocks. */
    void append(int layer, KvSpan span, CpuBuffer keys, CpuBuffer values) {
        for (int i = 0; i < span.rows(); i++) {
            int token = span.start() + i;
            int slot = token % shape.blockTokens();
            MemorySegment block = reserved(span.blocks()[token / shape.blockTokens()]);
            for (int head = 0; head < shape.kvHeads(); head++) {
                copyHead(keys, span.firstRow() + i, head, block, keyOffset(layer, head, slot));
                copyHead(values, span.firstRow() + i, head, block, valueOffset(layer, head, slot));
            }
        }
    }

    private void copyHead(CpuBuffer from, int row, int head, MemorySegment block, long offset) {
        long bytes = (long) shape.headDim() * Float.BYTES;
        MemorySegment.copy(from.floats(), from.offset(row) + head * bytes, block, offset, bytes);
    }

    private MemorySegment reserved(int block) {
        MemorySegment memory = blocks[block];
        if (memory == null) {
            memory = arena.allocate(blockBytes, 64);
            blocks[block] = memory;
        }
        return memory;
    }

    /** A block that something was written to. */
    public MemorySegment block(int block) {
        MemorySegment reserved = blocks[block];
        if (reserved == null) {
            throw new IllegalArgumentException("nothing was ever written to K/V block " + block);
        }
        return reserved;
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
        long row = ((long) plane * shape.kvHeads() + kvHead) * shape.blockTokens() + slot;
        return row * shape.headDim() * Float.BYTES;
    }

    @Override
    public void close() {
        arena.close();
    }
}
