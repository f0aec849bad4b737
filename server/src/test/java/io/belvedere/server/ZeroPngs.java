package io.belvedere.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG files of zeros: small files of many pixels. */
final class ZeroPngs {
    private ZeroPngs() {}

    /** Bytes that the last chunk, IEND, takes. */
    private static final int END = 12;

    /** The same picture in other bytes: no cache knows it. */
    static byte[] renamed(byte[] png, String name) {
        ByteArrayOutputStream renamed = new ByteArrayOutputStream();
        renamed.write(png, 0, png.length - END);
        chunk(renamed, "tEXt", ("Title\0" + name).getBytes(UTF_8));
        renamed.write(png, png.length - END, END);
        return renamed.toByteArray();
    }

    /** All zeros. */
    static byte[] of(int width, int height, int depth, int colorType) {
        int channels = switch (colorType) {
            case 2 -> 3;
            case 6 -> 4;
            default -> 1;
        };
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) colorType)
                .array();
        chunk(png, "IHDR", header);
        if (colorType == 3) {
            chunk(png, "PLTE", new byte[] {10, 20, 30});
        }
        chunk(png, "IDAT", deflatedZeros((1 + Math.ceilDiv((long) width * channels * depth, 8)) * height));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] deflatedZeros(long count) {
        byte[] zeros = new byte[1 << 16];
        byte[] piece = new byte[1 << 16];
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        Deflater deflater = new Deflater();
        for (long left = count; left > 0; left -= zeros.length) {
            deflater.setInput(zeros, 0, (int) Math.min(zeros.length, left));
            if (left <= zeros.length) {
                deflater.finish();
            }
            while (!deflater.needsInput() || (left <= zeros.length && !deflater.finished())) {
                deflated.write(piece, 0, deflater.deflate(piece));
            }
        }
        deflater.end();
        return deflated.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String name, byte[] data) {
        byte[] named = ByteBuffer.allocate(4 + data.length)
                .put(name.getBytes(UTF_8))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(named);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(named);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
