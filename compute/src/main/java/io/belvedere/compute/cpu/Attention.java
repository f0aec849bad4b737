package io.belvedere.compute.cpu;

/**
 * Attention of the rows {@code [firstRow, firstRow + rows)} over one run of tokens. The rows and the query heads that
 * share a key head make up that key head's queries, row by row:
 *
 * <pre>
 * query 0            1            ... group-1      group        ...
 *       row 0 head 0 row 0 head 1     row 0 head   row 1 head 0       (heads counted from kvHead * group)
 * </pre>
 *
 * @param q (n, heads * headDim)
 * @param start tokens before the first row
 * @param causal whether row i sees {@code start + i + 1} tokens; else it sees {@code start + rows}
 * @param out (n, heads * headDim)
 */
public record Attention(
        CpuBuffer q,
        int heads,
        int kvHeads,
        KeyValues memory,
        int firstRow,
        int rows,
        int start,
        boolean causal,
        CpuBuffer out) {

    public int headDim() {
        return q.columns() / heads;
    }

    /** Query heads per key head. */
    public int group() {
        return heads / kvHeads;
    }

    /** Queries of one key head. */
    public int queries() {
        return rows * group();
    }

    /** Tokens that a query sees. */
    public int visible(int query) {
        return causal ? start + query / group() + 1 : start + rows;
    }

    /** Tokens that the last query sees. */
    public int tokens() {
        return start + rows;
    }

    /** Offset in bytes, in q and in out, of a query's first element. */
    public long offset(int kvHead, int query) {
        int head = kvHead * group() + query % group();
        return q.offset(firstRow + query / group()) + (long) head * headDim() * Float.BYTES;
    }
}
