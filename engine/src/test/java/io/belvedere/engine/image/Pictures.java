package io.belvedere.engine.image;

import io.belvedere.chat.ImageBytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Encoded pictures for tests, and pieces of them. */
final class Pictures {
    private Pictures() {}

    /** A picture of the JDK's encoder. */
    static byte[] encode(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            if (!ImageIO.write(image, format, bytes)) {
                throw new AssertionError("no encoder of " + format + " for " + image);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Colours that differ in every pixel, of a type of {@link BufferedImage}. */
    static BufferedImage gradient(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xFF000000 | x * 255 / width << 16 | y * 255 / height << 8 | (x * 7 + y * 13) % 256);
            }
        }
        return image;
    }

    /** What the decoder must make of an image without transparency that is stored without loss. */
    static Rgb rgb(BufferedImage image) {
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Pixels.rgb(argb, image.getWidth(), image.getHeight(), AlphaRule.DROP);
    }

    static Rgb decode(byte[] bytes) throws ImageException {
        return ImageDecoder.DEFAULT.decode(new ImageBytes(bytes));
    }

    static ImageHeader probe(byte[] bytes) throws ImageException {
        return ImageDecoder.DEFAULT.probe(new ImageBytes(bytes));
    }

    /** The file with {@code inserted} in front of what stood at {@code offset}. */
    static byte[] insert(byte[] file, int offset, byte[] inserted) {
        return ByteBuffer.allocate(file.length + inserted.length)
                .put(file, 0, offset)
                .put(inserted)
                .put(file, offset, file.length - offset)
                .array();
    }

    static byte[] pngChunk(String name, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length).put(name.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) checksum.getValue()).array();
    }

    /** A PNG's signature and header chunk. */
    static byte[] pngHeader(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        return insert(signature, 8, pngChunk("IHDR", header));
    }

    /** A TIFF structure with an orientation alone. */
    static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer exif = ByteBuffer.allocate(26).order(order);
        exif.put((byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I')).put(exif.get(0));
        exif.putShort((short) 42).putInt(8).putShort((short) 1);
        exif.putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation);
        return exif.array();
    }

    static byte[] jpegSegment(int marker, String name, byte[] data) {
        return ByteBuffer.allocate(4 + name.length() + data.length)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + name.length() + data.length))
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .put(data)
                .array();
    }

    static byte[] riffChunk(String name, byte[] data) {
        return ByteBuffer.allocate(8 + data.length + (data.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }

    static byte[] webp(byte[]... chunks) {
        byte[] file = new byte[0];
        for (byte[] chunk : chunks) {
            file = insert(file, file.length, chunk);
        }
        byte[] content = insert(file, 0, "WEBP".getBytes(StandardCharsets.US_ASCII));
        return riffChunk("RIFF", content);
    }
}
