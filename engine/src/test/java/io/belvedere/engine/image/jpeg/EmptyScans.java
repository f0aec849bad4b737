package io.belvedere.engine.image.jpeg;

import java.io.ByteArrayOutputStream;

/** Progressive files whose scans say of all blocks that there is nothing in them, in a few bytes. */
public final class EmptyScans {
    private static final int RUN = 1 << 14;

    private EmptyScans() {}

    /**
     * Three components of full resolution, grey all over.
     *
     * @param scans besides the first one: of one component after the other, of one coefficient each, up to 63 for each
     *     component
     */
    public static byte[] file(int width, int height, int scans) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        bytes(file, 0xFF, Marker.SOI);
        bytes(file, 0xFF, Marker.DQT, 0, 67, 0);
        for (int k = 0; k < 64; k++) {
            file.write(1);
        }
        bytes(file, 0xFF, Marker.SOF2, 0, 17, 8, height >> 8, height, width >> 8, width);
        bytes(file, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0);
        code(file, 0x00, 0x00); // no difference
        code(file, 0x10, 0xE0); // a run of blocks without anything
        bytes(file, 0xFF, Marker.SOS, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 0, 0);
        int blocks = Math.ceilDiv(width, 8) * Math.ceilDiv(height, 8);
        zeros(file, Math.ceilDiv(3 * blocks, 8));
        for (int i = 0; i < scans; i++) {
            int k = 1 + i / 3;
            bytes(file, 0xFF, Marker.SOS, 0, 8, 1, 1 + i % 3, 0, k, k, 0);
            // 15 bits of 0: a code, and the run's shortest length
            zeros(file, Math.ceilDiv(15 * Math.ceilDiv(blocks, RUN), 8));
        }
        bytes(file, 0xFF, Marker.EOI);
        return file.toByteArray();
    }

    /** A table of one code, which is a single 0. */
    private static void code(ByteArrayOutputStream file, int table, int symbol) {
        bytes(file, 0xFF, Marker.DHT, 0, 20, table, 1);
        zeros(file, 15);
        bytes(file, symbol);
    }

    private static void zeros(ByteArrayOutputStream file, int count) {
        file.writeBytes(new byte[count]);
    }

    private static void bytes(ByteArrayOutputStream file, int... values) {
        for (int value : values) {
            file.write(value);
        }
    }
}
