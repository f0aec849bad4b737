package io.belvedere.engine.image.vp8;

/**
 * What stands before the macroblocks in the first partition (RFC 6386, section 9).
 *
 * @param segments by segment number
 * @param segmentProbabilities 3 of the tree of segment numbers; empty: every macroblock is in segment 0
 * @param partitions number of partitions that the coefficients are spread over
 * @param coefficientProbabilities (block type 4, band 8, context 3, 11)
 * @param skipProbability that a macroblock is not skipped, of 256; -1: macroblocks don't say and none is
 */
record FrameHeader(
        Segment[] segments,
        int[] segmentProbabilities,
        boolean simpleFilter,
        int partitions,
        int[] coefficientProbabilities,
        int skipProbability) {

    /**
     * Quantizers and filter strength that a part of the macroblocks shares. {@code blockwise} is for those predicted in
     * 4x4 blocks.
     */
    record Segment(Quantizers quantizers, FilterStrength whole, FilterStrength blockwise) {}

    static FrameHeader read(BoolDecoder bits) {
        bits.number(2); // colour space and clamping: both without a meaning for the decoder
        int[] segmentProbabilities = {};
        int[] quantizerChanges = new int[4];
        int[] filterChanges = new int[4];
        boolean segmented = bits.flag();
        boolean absolute = false;
        if (segmented) {
            boolean hasMap = bits.flag();
            if (bits.flag()) {
                absolute = bits.flag();
                readSigned(bits, quantizerChanges, 7);
                readSigned(bits, filterChanges, 6);
            }
            segmentProbabilities = hasMap ? readProbabilities(bits) : segmentProbabilities;
        }
        boolean simpleFilter = bits.flag();
        int level = bits.number(6);
        int sharpness = bits.number(3);
        int[] referenceDeltas = new int[4];
        int[] modeDeltas = new int[4];
        boolean hasDeltas = bits.flag();
        if (hasDeltas && bits.flag()) {
            readSigned(bits, referenceDeltas, 6);
            readSigned(bits, modeDeltas, 6);
        }
        int partitions = 1 << bits.number(2);
        Quantizers.Indexes indexes = Quantizers.Indexes.read(bits);
        Segment[] segments = new Segment[4];
        for (int i = 0; i < 4; i++) {
            int quantizer = segmented && absolute ? quantizerChanges[i] : indexes.base() + quantizerChanges[i];
            int filter = segmented && absolute ? filterChanges[i] : level + filterChanges[i];
            // in a key frame every macroblock refers to the frame itself: delta 0
            int whole = filter + referenceDeltas[0];
            // level 0 switches the filter off, whatever segments say
            segments[i] = new Segment(
                    indexes.at(quantizer),
                    FilterStrength.of(level == 0 ? 0 : whole, sharpness),
                    FilterStrength.of(level == 0 ? 0 : whole + modeDeltas[0], sharpness));
        }
        bits.flag(); // whether the probabilities are kept for the next frame
        int[] coefficientProbabilities = readCoefficientProbabilities(bits);
        int skipProbability = bits.flag() ? bits.number(8) : -1;
        return new FrameHeader(
                segments, segmentProbabilities, simpleFilter, partitions, coefficientProbabilities, skipProbability);
    }

    private static void readSigned(BoolDecoder bits, int[] values, int length) {
        for (int i = 0; i < values.length; i++) {
            values[i] = bits.optionalSigned(length);
        }
    }

    private static int[] readProbabilities(BoolDecoder bits) {
        int[] probabilities = new int[3];
        for (int i = 0; i < 3; i++) {
            probabilities[i] = bits.flag() ? bits.number(8) : 255;
        }
        return probabilities;
    }

    private static int[] readCoefficientProbabilities(BoolDecoder bits) {
        int[] probabilities = Tables.COEFFICIENT_PROBABILITIES.clone();
        for (int i = 0; i < probabilities.length; i++) {
            if (bits.bit(Tables.UPDATE_PROBABILITIES[i]) != 0) {
                probabilities[i] = bits.number(8);
            }
        }
        return probabilities;
    }
}
