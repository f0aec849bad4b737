package io.belvedere.engine.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes TIFF files, by the platform's encoder or entry by entry. */
final class Tiffs {
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private final ByteOrder order;
    private final List<int[]> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    Tiffs(ByteOrder order) {
        this.order = order;
        byte mark = (byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I');
        data.writeBytes(ByteBuffer.allocate(8)
                .order(order)
                .put(mark)
                .put(mark)
                .putShort((short) 42)
                .array());
    }

    /** By the platform's encoder: "LZW", "JPEG" and so on, in strips or in tiles of 32 x 32. */
    static byte[] compressed(BufferedImage image, String compression, boolean tiled) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam options = writer.getDefaultWriteParam();
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionType(compression);
        if (tiled) {
            options.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
            options.setTiling(32, 32, 0, 0);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Adds an entry of bytes, shorts or longs (types 1, 3 and 4). */
    Tiffs entry(int tag, int type, int... values) {
        ByteBuffer stored = ByteBuffer.allocate(Math.max(4, values.length * TYPE_BYTES[type]))
                .order(order);
        for (int value : values) {
            switch (TYPE_BYTES[type]) {
                case 1 -> stored.put((byte) value);
                case 2 -> stored.putShort((short) value);
                default -> stored.putInt(value);
            }
        }
        int place = values.length * TYPE_BYTES[type] <= 4 ? stored.getInt(0) : add(stored.array());
        return raw(tag, type, values.length, place);
    }

    /** Adds an entry as it is. */
    Tiffs raw(int tag, int type, int count, int value) {
        entries.add(new int[] {tag, type, count, value});
        return this;
    }

    /** Adds data; returns its offset. */
    int add(byte... bytes) {
        int at = data.size();
        data.writeBytes(bytes);
        return at;
    }

    /** One strip of an image of bytes: sides, samples, photometric interpretation, compression. */
    Tiffs image(int width, int height, int samples, int photometric, int compression, byte[] pixels) {
        int[] bits = new int[samples];
        Arrays.fill(bits, 8);
        entry(256, 4, width).entry(257, 4, height).entry(258, 3, bits).entry(259, 3, compression);
        entry(262, 3, photometric).entry(273, 4, add(pixels)).entry(277, 3, samples);
        return entry(278, 4, height).entry(279, 4, pixels.length);
    }

    /** The file with its directory, which is followed by the one at {@code next}, or by none if that is 0. */
    byte[] file(int next) {
        int start = data.size();
        ByteBuffer file =
                ByteBuffer.allocate(start + 2 + 12 * entries.size() + 4).order(order);
        file.put(data.toByteArray()).putInt(4, start).putShort((short) entries.size());
        for (int[] entry : entries) {
            file.putShort((short) entry[0])
                    .putShort((short) entry[1])
                    .putInt(entry[2])
                    .putInt(entry[3]);
        }
        return file.putInt(next).array();
    }

    /** A file of the platform's encoder with one more entry, whose data stands at the end. */
    static byte[] withEntry(byte[] file, int tag, int type, byte[] values) {
        ByteBuffer old = ByteBuffer.wrap(file).order(file[0] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        Tiffs changed = new Tiffs(old.order());
        changed.add(Arrays.copyOfRange(file, 8, file.length));
        int at = old.getInt(4);
        int count = old.getShort(at);
        for (int i = 0; i < count; i++) {
            int entry = at + 2 + 12 * i;
            changed.raw(
                    old.getShort(entry) & 0xFFFF,
                    old.getShort(entry + 2),
                    old.getInt(entry + 4),
                    old.getInt(entry + 8));
        }
        return changed.raw(tag, type, values.length / TYPE_BYTES[type], changed.add(values))
                .file(0);
    }
}
