package io.belvedere.engine.kv;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The name of a full block's keys and values: a SHA-256 of all that they are computed from, which is the block's own
 * tokens, positions and picture rows, every block before it, and the tenant. Compared as a whole: a digest cut short or
 * a forgotten part mixes users' prompts up.
 */
public record BlockKey(long first, long second, long third, long fourth) {
    private static final byte ROOT = 0;
    private static final byte BLOCK = 1;

    /**
     * The key before a sequence's first block.
     *
     * @param salt of the tenant, may be empty; sequences with different salts never share a block
     */
    public static BlockKey root(String salt) {
        ByteBuffer content = ByteBuffer.allocate(1 + Integer.BYTES + salt.length() * Character.BYTES);
        content.put(ROOT).putInt(salt.length());
        content.asCharBuffer().put(salt); // not UTF-8, which has one replacement for all lone surrogates
        return digest(content);
    }

    /**
     * The key of the block after this one. Every field is hashed at a fixed width behind its count, so no two contents
     * read alike.
     *
     * @param tokens of the block, all of them
     * @param positions {@code (axes, tokens)}
     * @param pictures the picture rows in the block, ascending
     * @throws IllegalArgumentException if an axis has another length than the tokens, or picture rows reach beyond the
     *     block
     */
    public BlockKey next(int[] tokens, int[][] positions, List<PictureRows> pictures) {
        ByteBuffer content = ByteBuffer.allocate(1
                + 4 * Long.BYTES
                + 3 * Integer.BYTES
                + (1 + positions.length) * tokens.length * Integer.BYTES
                + pictures.size() * (32 + 3 * Integer.BYTES));
        content.put(BLOCK).putLong(first).putLong(second).putLong(third).putLong(fourth);
        content.putInt(tokens.length).putInt(positions.length).putInt(pictures.size());
        putInts(content, tokens);
        for (int[] axis : positions) {
            if (axis.length != tokens.length) {
                throw new IllegalArgumentException(axis.length + " positions of " + tokens.length + " tokens");
            }
            putInts(content, axis);
        }
        for (PictureRows rows : pictures) {
            if (rows.count() > tokens.length - rows.row()) {
                throw new IllegalArgumentException(rows + " in a block of " + tokens.length + " tokens");
            }
            put(content, rows);
        }
        return digest(content);
    }

    private static void putInts(ByteBuffer content, int[] values) {
        content.asIntBuffer().put(values);
        content.position(content.position() + values.length * Integer.BYTES);
    }

    private static void put(ByteBuffer content, PictureRows rows) {
        content.put(HexFormat.of().parseHex(rows.picture().sha256()));
        content.putInt(rows.from()).putInt(rows.row()).putInt(rows.count());
    }

    /** @param content from its beginning to its capacity */
    private static BlockKey digest(ByteBuffer content) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(content.rewind());
            ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
            return new BlockKey(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }
}
