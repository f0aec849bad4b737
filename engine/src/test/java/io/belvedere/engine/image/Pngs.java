package io.belvedere.engine.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG files of every kind, with unfiltered rows that are not compressed. */
final class Pngs {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGBA = 6;

    /** Adam7: first column, first row, step between columns, step between rows. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private Pngs() {}

    /** A sample of as many bits as the file has. */
    interface Samples {
        int at(int x, int y, int channel);
    }

    static int channels(int kind) {
        return switch (kind) {
            case RGB -> 3;
            case GREY_ALPHA -> 2;
            case RGBA -> 4;
            default -> 1;
        };
    }

    /** @param chunks between the header and the pixels */
    static byte[] png(ImageSize size, int depth, int kind, boolean interlaced, Samples samples, byte[]... chunks) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(size.width())
                .putInt(size.height())
                .put(new byte[] {(byte) depth, (byte) kind, 0, 0, (byte) (interlaced ? 1 : 0)})
                .array();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        file.writeBytes(Pictures.pngChunk("IHDR", header));
        for (byte[] chunk : chunks) {
            file.writeBytes(chunk);
        }
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int[] pass : interlaced ? PASSES : new int[][] {{0, 0, 1, 1}}) {
            write(rows, size, depth, channels(kind), pass, samples);
        }
        file.writeBytes(Pictures.pngChunk("IDAT", deflate(rows.toByteArray(), Deflater.NO_COMPRESSION)));
        file.writeBytes(Pictures.pngChunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    static byte[] deflate(byte[] data) {
        return deflate(data, Deflater.DEFAULT_COMPRESSION);
    }

    private static byte[] deflate(byte[] data, int level) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater(level);
                DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater)) {
            out.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deflated.toByteArray();
    }

    private static void write(
            ByteArrayOutputStream rows, ImageSize size, int depth, int channels, int[] pass, Samples samples) {
        for (int y = pass[1]; y < size.height() && pass[0] < size.width(); y += pass[3]) {
            rows.write(0);
            int bits = 0;
            int packed = 0;
            for (int x = pass[0]; x < size.width(); x += pass[2]) {
                for (int c = 0; c < channels; c++) {
                    int sample = samples.at(x, y, c);
                    if (depth == 16) {
                        rows.write(sample >> 8);
                    }
                    packed = packed << depth | sample;
                    bits += depth;
                    if (bits >= 8) {
                        rows.write(packed);
                        bits = 0;
                        packed = 0;
                    }
                }
            }
            if (bits > 0) {
                rows.write(packed << (8 - bits));
            }
        }
    }
}
