package io.belvedere.compute.cpu;

import io.belvedere.compute.KvType;
import java.lang.foreign.MemorySegment;

/** Where the keys and values of consecutive tokens lie: in runs of tokens a constant stride apart. */
public interface KeyValues {
    /** How a head's elements are stored. */
    KvType type();

    /** Tokens, from this one on, that share its segment and stride; at least 1 for a token that exists. */
    int run(int token);

    /** The segment that holds a token's key. */
    MemorySegment keys(int token);

    /** Offset in bytes of the key's first element. */
    long keyOffset(int kvHead, int token);

    /** The segment that holds a token's value. */
    MemorySegment values(int token);

    /** Offset in bytes of the value's first element. */
    long valueOffset(int kvHead, int token);

    /** Bytes from one token of a run to the next. */
    long stride();

    /** Tokens in blocks. */
    record Paged(CpuKvPages pages, int layer, int[] blocks) implements KeyValues {
        @Override
        public KvType type() {
            return pages.shape().type();
        }

        @Override
        public int run(int token) {
            return pages.shape().blockTokens() - slot(token);
        }

        @Override
        public MemorySegment keys(int token) {
            return pages.block(blocks[token / pages.shape().blockTokens()]);
        }

        @Override
        public long keyOffset(int kvHead, int token) {
            return pages.keyOffset(layer, kvHead, slot(token));
        }

        @Override
        public MemorySegment values(int token) {
            return keys(token);
        }

        @Override
        public long valueOffset(int kvHead, int token) {
            return pages.valueOffset(layer, kvHead, slot(token));
        }

        @Override
        public long stride() {
            return pages.headBytes();
        }

        private int slot(int token) {
            return token % pages.shape().blockTokens();
        }
    }

    /** Tokens that are rows of two buffers {@code (n, heads * headDim)}; token 0 is row {@code firstRow}. */
    record Rows(CpuBuffer k, CpuBuffer v, int heads, int firstRow) implements KeyValues {
        @Override
        public KvType type() {
            return KvType.F32;
        }

        @Override
        public int run(int token) {
            return k.rows() - firstRow - token;
        }

        @Override
        public MemorySegment keys(int token) {
            return k.floats();
        }

        @Override
        public long keyOffset(int kvHead, int token) {
            return k.offset(firstRow + token) + (long) kvHead * (k.columns() / heads) * Float.BYTES;
        }

        @Override
        public MemorySegment values(int token) {
            return v.floats();
        }

        @Override
        public long valueOffset(int kvHead, int token) {
            return keyOffset(kvHead, token);
        }

        @Override
        public long stride() {
            return (long) k.columns() * Float.BYTES;
        }
    }
}
