package io.belvedere.engine.image.jpeg;

/**
 * The coefficients of one component of a progressive frame, while scans bring them bit by bit.
 *
 * <p>Which of a block's coefficients are not zero is kept beside them: scans go over many blocks that have none in
 * their band, and the inverse transform over many with few.
 */
final class Coefficients {
    /** (block, coefficient in coded order). */
    final short[] values;

    /** For each block a bit for each coefficient but the first that is not zero, in coded order. */
    final long[] present;

    private final int blocksAcross;

    Coefficients(int blocksAcross, int blocksDown) {
        int blocks = Math.multiplyExact(blocksAcross, blocksDown);
        this.values = new short[Math.multiplyExact(64, blocks)];
        this.present = new long[blocks];
        this.blocksAcross = blocksAcross;
    }

    static long bytes(long blocks) {
        return blocks * (64 * Short.BYTES + Long.BYTES);
    }

    /** The number of the first block of a row of blocks. */
    int row(int blockRow) {
        return blockRow * blocksAcross;
    }
}
