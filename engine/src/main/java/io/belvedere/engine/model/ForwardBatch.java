package io.belvedere.engine.model;

import io.belvedere.compute.KvSpan;
import java.util.ArrayList;
import java.util.List;

/** One pass over the decoder: consecutive tokens of one or more sequences. */
public record ForwardBatch(List<Slice> slices) {
    /**
     * Tokens {@code [start, start + tokens.length)} of one sequence.
     *
     * @param tokens ids; those of placeholders are overwritten by {@code images}
     * @param positions {@code (axes, tokens)}
     * @param images picture rows that stand in for placeholder tokens
     * @param blocks the sequence's K/V blocks, enough for {@code start + tokens.length} tokens
     * @param start tokens of the sequence whose keys and values are in the pages already
     * @param logitRows how many of the last tokens want their logits
     */
    public record Slice(
            int[] tokens, int[][] positions, List<ImageRows> images, int[] blocks, int start, int logitRows) {}

    /**
     * The rows {@code [from, from + count)} of {@code features} belong to the slice's rows {@code [row, row + count)}:
     * level 0 replaces them.
     */
    public record ImageRows(ImageFeatures features, int from, int row, int count) {}

    public ForwardBatch {
        slices = List.copyOf(slices);
    }

    public int rows() {
        return slices.stream().mapToInt(slice -> slice.tokens().length).sum();
    }

    public int logitRows() {
        return slices.stream().mapToInt(Slice::logitRows).sum();
    }

    /** Ids of all rows, slice after slice. */
    public int[] tokens() {
        int[] tokens = new int[rows()];
        int row = 0;
        for (Slice slice : slices) {
            System.arraycopy(slice.tokens(), 0, tokens, row, slice.tokens().length);
            row += slice.tokens().length;
        }
        return tokens;
    }

    /** Positions {@code (axes, rows)} of all rows; every slice has as many axes. */
    public int[][] positions() {
        int[][] positions = new int[slices.getFirst().positions().length][rows()];
        int row = 0;
        for (Slice slice : slices) {
            for (int axis = 0; axis < positions.length; axis++) {
                System.arraycopy(slice.positions()[axis], 0, positions[axis], row, slice.tokens().length);
            }
            row += slice.tokens().length;
        }
        return positions;
    }

    /** Where each slice's keys and values live. */
    public List<KvSpan> spans() {
        List<KvSpan> spans = new ArrayList<>();
        int row = 0;
        for (Slice slice : slices) {
            spans.add(new KvSpan(slice.blocks(), slice.start(), row, slice.tokens().length));
            row += slice.tokens().length;
        }
        return spans;
    }

    /** Batch rows whose logits are wanted, ascending. */
    public int[] logitRowNumbers() {
        int[] rows = new int[logitRows()];
        int at = 0;
        int end = 0;
        for (Slice slice : slices) {
            end += slice.tokens().length;
            for (int row = end - slice.logitRows(); row < end; row++) {
                rows[at++] = row;
            }
        }
        return rows;
    }
}
