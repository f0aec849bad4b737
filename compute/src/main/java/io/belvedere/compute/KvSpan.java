package io.belvedere.compute;

/**
 * One sequence's rows within a batch, and where its keys and values live.
 *
 * <pre>
 * batch rows     ... [firstRow .............. firstRow+rows) ...
 * sequence       [0 ....... start)[start .... start+rows)
 *                 in pages already  this pass
 * </pre>
 *
 * @param blocks block numbers in sequence order; token t lives in {@code blocks[t / blockTokens]} at slot
 *     {@code t % blockTokens}
 * @param start tokens of the sequence already in the pages
 * @param firstRow first row in the batch
 * @param rows tokens of the sequence in this batch
 */
public record KvSpan(int[] blocks, int start, int firstRow, int rows) {}
