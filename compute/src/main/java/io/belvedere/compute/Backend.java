package io.belvedere.compute;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations that models call. Buffers are F32 {@code (rows, columns)}; shapes that do not fit throw
 * {@link IllegalArgumentException}. Unless said otherwise an output must not overlap an input.
 *
 * <p>A row's result never depends on which rows share its batch: each output element accumulates in the same order for
 * 1 or N rows.
 *
 * <p>Thread-safe for {@link #prepare} and the factories; operations are called by one thread at a time.
 */
public interface Backend extends AutoCloseable {
    /**
     * Makes a matrix {@code (out, in)} or a vector ready for use, with all threads if it is laid out anew. The tensor's
     * bytes must stay valid as long as the weight is used; the weight is valid until the backend is closed.
     */
    Weight prepare(Tensor tensor);

    /** Makes a matrix ready for {@link #embed}: products with it work, but may be slow. */
    Weight prepareTable(Tensor tensor);

    Workspace workspace(Trace trace);

    KvPages kvPages(KvShape shape, int blocks);

    /** {@code out[i] = table[ids[i]]}; every id is in {@code [0, table.rows())}. */
    void embed(Weight table, int[] ids, Buffer out);

    /** {@code out = x · weightᵀ + bias}; x (n, in), weight (out, in), bias (out), out (n, out). */
    default void matmul(Buffer x, Weight weight, @Nullable Weight bias, Buffer out) {
        matmul(x, List.of(new Projection(weight, bias, out)));
    }

    /** Several such products of the same x, faster together than one by one; the outs must not overlap. */
    void matmul(Buffer x, List<Projection> projections);

    /** {@code into += x}. */
    void add(Buffer x, Buffer into);

    /** {@code out = x / sqrt(mean(x²) + epsilon) * gain}, row by row; out may be x. */
    void rmsNorm(Buffer x, Weight gain, float epsilon, Buffer out);

    /** {@code gate = silu(gate) * up} with {@code silu(z) = z / (1 + exp(-z))}. */
    void siluMul(Buffer gate, Buffer up);

    /** {@code x = 0.5 x (1 + erf(x / sqrt 2))}: the exact form, not the tanh approximation. */
    void gelu(Buffer x);

    /**
     * Rotary position embedding in the half-split convention, in place: within each head of width d the pair
     * (i, i + d/2) turns by the angle with cosine {@code cos[row][i]} and sine {@code sin[row][i]}.
     *
     * @param x (n, heads * d)
     * @param cos (n, d / 2)
     * @param sin (n, d / 2)
     */
    void rotate(Buffer x, int heads, Buffer cos, Buffer sin);

    /**
     * Appends k and v of every span to the pages of {@code layer}, then attends causally by sequence index with scale
     * 1/sqrt(headDim). Query head a reads key head {@code a / (heads / kvHeads)}.
     *
     * @param q (n, heads * headDim), rotated
     * @param k (n, kvHeads * headDim), rotated
     * @param v (n, kvHeads * headDim)
     * @param spans cover rows of the batch without overlap
     * @param out (n, heads * headDim)
     */
    void attend(Buffer q, Buffer k, Buffer v, KvPages kv, int layer, List<KvSpan> spans, Buffer out);

    /**
     * Attention without a mask inside each span {@code [bounds[s], bounds[s + 1])} of rows, with scale 1/sqrt(headDim).
     *
     * @param q k, v and out: (n, heads * headDim)
     * @param bounds ascending, from 0 to n
     */
    void attendSpans(Buffer q, Buffer k, Buffer v, int heads, int[] bounds, Buffer out);

    /** {@code to[i] = from[rows[i]]}. */
    void gather(Buffer from, int[] rows, Buffer to);

    /** {@code to[rows[i]] = from[i]}. */
    void scatter(Buffer from, int[] rows, Buffer to);

    /** Copies {@code values}, from index {@code at} on, into the whole of {@code to}. */
    void write(float[] values, int at, Buffer to);

    /** Copies the whole of {@code from} into {@code values}, from index {@code at} on. */
    void read(Buffer from, float[] values, int at);

    @Override
    void close();
}
