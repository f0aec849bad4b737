package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Small files of many pixels, expensive to decode; and the same picture in ever other bytes, so that no cache knows it.
 */
final class WorstPictures {
    private static final int END = 12; // bytes of a PNG's last chunk
    private static final int RGB = 2;
    private static final int[][] PASSES = { // of Adam7: first column and row, steps
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private WorstPictures() {}

    /** PNG files of almost 50 megapixels: in RGB, as elongated as they may be, of 16 bits, and interlaced. */
    static List<byte[]> ofZeros() {
        return List.of(
                png(7_000, 7_000, 8, false),
                png(490, 96_000, 8, false),
                png(7_000, 7_000, 16, false),
                png(7_000, 7_000, 16, true));
    }

    /** Another file of the same picture; files that are neither PNG nor JPEG stay as they are. */
    static byte[] renamed(byte[] file, long number) {
        byte[] name = ("Title\0" + number).getBytes(ISO_8859_1);
        ByteArrayOutputStream renamed = new ByteArrayOutputStream();
        if (file[0] == (byte) 0x89) {
            renamed.write(file, 0, file.length - END);
            chunk(renamed, "tEXt", name);
            renamed.write(file, file.length - END, END);
        } else if (file[0] == (byte) 0xFF) {
            renamed.write(file, 0, 2);
            renamed.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, (byte) (2 + name.length)});
            renamed.writeBytes(name);
            renamed.write(file, 2, file.length - 2);
        } else {
            renamed.writeBytes(file);
        }
        return renamed.toByteArray();
    }

    private static byte[] png(int width, int height, int depth, boolean interlaced) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        chunk(
                png,
                "IHDR",
                header.put((byte) depth)
                        .put((byte) RGB)
                        .putShort((short) 0)
                        .put((byte) (interlaced ? 1 : 0))
                        .array());
        long bytes = 0;
        int pixel = 3 * depth / 8;
        if (interlaced) {
            for (int[] pass : PASSES) {
                long columns = Math.ceilDiv(width - pass[0], pass[2]);
                bytes += (1 + columns * pixel) * Math.ceilDiv(height - pass[1], pass[3]);
            }
        } else {
            bytes = (1 + (long) width * pixel) * height;
        }
        chunk(png, "IDAT", deflatedZeros(bytes));
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
                .put(name.getBytes(ISO_8859_1))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(named);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(named);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
