package io.belvedere.chat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An encoded picture (PNG, JPEG, ...), not yet looked into, and the SHA-256 that names it in caches. */
public final class ImageBytes {
    private final byte[] bytes;
    private final String sha256;

    /** Takes the array over: the caller must not change it any more. */
    public ImageBytes(byte[] bytes) {
        this.bytes = bytes;
        this.sha256 = HexFormat.of().formatHex(digest(bytes));
    }

    /** The bytes themselves, not a copy; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** 64 hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
