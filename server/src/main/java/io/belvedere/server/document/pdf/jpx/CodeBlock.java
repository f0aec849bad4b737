package io.belvedere.server.document.pdf.jpx;

import java.util.Arrays;

/** One block of a band's coefficients, and where its coded passes are in the tile's data. */
final class CodeBlock {
    private static final int[] NONE = {};

    final Area area;
    boolean included;
    int zeroPlanes;
    int lengthBits = 3;
    int passes;

    /** By segment, which a termination ends: passes. */
    private int[] segmentPasses = NONE;

    /** By piece, of which each packet has one of a segment: segment, start and length. */
    private int[] pieces = NONE;

    private int segments;
    private int pieceCount;

    CodeBlock(Area area) {
        this.area = area;
    }

    /** Passes that the segment in work still takes; a new one is begun where that one is full. */
    int room(int style) {
        if (segments == 0 || segmentPasses[segments - 1] == most(style, segments - 1)) {
            segmentPasses =
                    segments == segmentPasses.length ? Arrays.copyOf(segmentPasses, 2 * segments + 1) : segmentPasses;
            segmentPasses[segments++] = 0;
        }
        return most(style, segments - 1) - segmentPasses[segments - 1];
    }

    private static int most(int style, int segment) {
        if ((style & CodeBlockDecoder.TERMINATE) != 0) {
            return 1;
        }
        if ((style & CodeBlockDecoder.BYPASS) != 0) {
            return segment == 0 ? 10 : segment % 2 == 1 ? 2 : 1;
        }
        return Integer.MAX_VALUE;
    }

    /** Adds passes to the segment in work; returns its number. */
    int take(int newPasses) {
        segmentPasses[segments - 1] += newPasses;
        passes += newPasses;
        return segments - 1;
    }

    /** Adds bytes of a segment; {@code start} in the tile's data. */
    void add(int segment, int start, int length) {
        if (3 * pieceCount == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * pieces.length + 3);
        }
        pieces[3 * pieceCount] = segment;
        pieces[3 * pieceCount + 1] = start;
        pieces[3 * pieceCount + 2] = length;
        pieceCount++;
    }

    int segments() {
        return segments;
    }

    int passes(int segment) {
        return segmentPasses[segment];
    }

    /** The coded bytes of a segment. */
    byte[] data(int segment, byte[] tile) {
        int length = 0;
        for (int i = 0; i < pieceCount; i++) {
            length += pieces[3 * i] == segment ? pieces[3 * i + 2] : 0;
        }
        byte[] data = new byte[length];
        int at = 0;
        for (int i = 0; i < pieceCount; i++) {
            if (pieces[3 * i] == segment) {
                System.arraycopy(tile, pieces[3 * i + 1], data, at, pieces[3 * i + 2]);
                at += pieces[3 * i + 2];
            }
        }
        return data;
    }
}
