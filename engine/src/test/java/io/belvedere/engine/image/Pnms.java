package io.belvedere.engine.image;

import java.nio.charset.StandardCharsets;

/** Writes the formats of Netpbm. */
final class Pnms {
    private Pnms() {}

    /** Samples 0 and 1 in turn, in digits. */
    static byte[] plain(String header, int samples) {
        return (header + " 0 1".repeat((samples + 1) / 2) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] raw(String header, int bytes) {
        return raw(header, new byte[bytes]);
    }

    static byte[] raw(String header, byte[] samples) {
        return HostilePngs.join(header.getBytes(StandardCharsets.US_ASCII), samples);
    }
}
