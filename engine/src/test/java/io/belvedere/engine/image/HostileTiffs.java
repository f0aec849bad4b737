package io.belvedere.engine.image;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** TIFF files that mean harm. */
final class HostileTiffs {
    private static final int ROWS_PER_STRIP = 278;
    private static final byte[] PIXELS = new byte[64];

    private HostileTiffs() {}

    static List<HostileCase> cases() {
        byte[] plain = grey(8, 8).file(0);
        BufferedImage picture = Pictures.gradient(64, 64, 1);
        byte[] jpeg = Tiffs.compressed(picture, "JPEG", false);
        int directory = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        HostileCase.Group group = new HostileCase.Group("TIFF");
        group.tooLarge("50,000 x 50,000 declared", grey(50_000, 50_000).file(0))
                .broken("2^32 - 1 x 2^32 - 1", grey(-1, -1).file(0))
                .broken("1 x 50,000 of a few bytes", grey(1, 50_000).file(0))
                .broken("50,000 x 1 of a few bytes", grey(50_000, 1).file(0))
                .broken("7,000 x 7,000 of a few bytes", grey(7000, 7000).file(0))
                .withoutPixels("0 x 8", grey(0, 8).file(0))
                .withoutPixels(
                        "no sides",
                        new Tiffs(ByteOrder.LITTLE_ENDIAN).entry(259, 3, 1).file(0))
                .decodes("1 x 1", 1, 1, grey(1, 1).file(0))
                .decodes("64 : 1", 64, 1, grey(64, 1).file(0))
                .decodes("a directory that is its own next", 8, 8, grey(8, 8).file(directory))
                .decodes("a directory inside itself", 8, 8, inside(330))
                .decodes("an EXIF directory that is the image's", 8, 8, inside(34_665))
                .broken("a directory beyond the file", changed(plain, 4, 1 << 20))
                .broken("a directory at 2^32 - 1", changed(plain, 4, -1))
                .broken("a directory in the header", changed(plain, 4, 1))
                .decodes(
                        "an unknown tag with 2^32 - 1 values",
                        8,
                        8,
                        grey(8, 8).raw(40_000, 12, -1, 8).file(0))
                .decodes(
                        "a palette of 2^31 colours beside grey",
                        8,
                        8,
                        grey(8, 8).raw(320, 3, Integer.MAX_VALUE, 8).file(0))
                .broken(
                        "JPEG tables of 2^31 - 1 bytes",
                        new Tiffs(ByteOrder.LITTLE_ENDIAN)
                                .image(8, 8, 1, 1, 7, PIXELS)
                                .raw(347, 7, Integer.MAX_VALUE, 8)
                                .file(0))
                .decodes(
                        "a colour profile of 2^31 - 1 bytes",
                        8,
                        8,
                        grey(8, 8).raw(34_675, 7, Integer.MAX_VALUE, 8).file(0))
                .unsupported("5,000 samples a pixel", grey(8, 8, 277, 5000))
                .unsupported("64 bits a sample", grey(8, 8, 258, 64))
                .broken("32 bits a sample of a quarter of the bytes", grey(8, 8, 258, 32))
                .unsupported("24 bits a sample", grey(8, 8, 258, 24))
                .broken("0 bits a sample", grey(8, 8, 258, 0))
                .unsupported("JPEG of the old kind", grey(8, 8, 259, 6))
                .unsupported("an unknown compression", grey(8, 8, 259, 999))
                .withoutPixels("0 rows a strip", grey(8, 8, ROWS_PER_STRIP, 0))
                .unsupported("tiles of 32,768 x 32,768", tiles(32_768, 32_768))
                .withoutPixels("tiles of 0 x 16", tiles(0, 16))
                .unsupported("49 million strips", grey(1, 49_000_000, ROWS_PER_STRIP, 1))
                .broken("strips that are missing", grey(8, 8, ROWS_PER_STRIP, 1))
                .broken("strips beyond the file", grey(8, 8, 273, 1 << 30))
                .broken("10,000 strips that are all the whole file", overlapping())
                .broken("a strip of 2^32 - 1 bytes", grey(8, 8, 279, -1))
                .broken("LZW codes that mean nothing", lzw())
                .broken("deflated data that isn't", grey(8, 8, 259, 8))
                .broken("PackBits of nothing", packBits())
                .broken("a strip that inflates to a thousand times its pixels", inflating())
                .broken("xz whose block asks for a dictionary of 4 GiB", xz())
                .broken("a fax a million columns wide", wideFax())
                .broken("BigTIFF with a directory at 2^63 - 1", bigTiff(Long.MAX_VALUE))
                .broken("BigTIFF with a directory before the file", bigTiff(-1))
                .broken("BigTIFF and nothing else", bigTiff(16))
                .unsupported("tiles of 16 x 65,536 for one column", spareTiles())
                .broken("a fax of noise", fax())
                .broken("a JPEG of 65,000 x 65,000 inside", jpegSized(jpeg, 65_000))
                .broken("a JPEG with 10,000 scans inside", grey(8, 8, manyScans()))
                .broken("no JPEG inside", grey(8, 8, 259, 7))
                .broken("an image among JPEG's tables", imageInTables())
                .broken("JPEG by a tag with two values", twice())
                .decodes("10,000 strips that are all the same one", 64, 10_000, repeated())
                .broken("a cut directory", Arrays.copyOf(plain, plain.length - 70))
                .broken("a magic number alone", Arrays.copyOf(plain, 4));
        return group.cases();
    }

    private static Tiffs grey(int width, int height) {
        return new Tiffs(ByteOrder.LITTLE_ENDIAN).image(width, height, 1, 1, 1, PIXELS);
    }

    /** With another value of one tag; the first entry counts. */
    private static byte[] grey(int width, int height, int tag, int value) {
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .entry(tag, value >>> 16 == 0 ? 3 : 4, value)
                .image(width, height, 1, 1, 1, PIXELS)
                .file(0);
    }

    private static byte[] grey(int width, int height, byte[] jpeg) {
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .image(width, height, 1, 1, 7, jpeg)
                .file(0);
    }

    private static byte[] inside(int tag) {
        int start = 8 + PIXELS.length;
        return grey(8, 8).raw(tag, 4, 1, start).file(0);
    }

    private static byte[] tiles(int width, int height) {
        return grey(8, 8).entry(322, 4, width).entry(323, 4, height).file(0);
    }

    private static byte[] overlapping() {
        int[] offsets = new int[10_000];
        int[] lengths = new int[10_000];
        Arrays.fill(offsets, 8);
        Arrays.fill(lengths, 100_000);
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .entry(273, 4, offsets)
                .entry(279, 4, lengths)
                .entry(ROWS_PER_STRIP, 4, 1)
                .image(1, 10_000, 1, 1, 8, new byte[200_000])
                .file(0);
    }

    /** Which is no harm: each is decoded for pixels of the picture. */
    private static byte[] repeated() {
        int[] offsets = new int[10_000];
        int[] lengths = new int[10_000];
        Arrays.fill(offsets, 8);
        Arrays.fill(lengths, 64);
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .entry(273, 4, offsets)
                .entry(279, 4, lengths)
                .entry(ROWS_PER_STRIP, 4, 1)
                .image(64, 10_000, 1, 1, 1, PIXELS)
                .file(0);
    }

    /** Codes of ones, none of which is in the table yet. */
    private static byte[] lzw() {
        byte[] ones = new byte[40];
        Arrays.fill(ones, (byte) -1);
        ones[0] = (byte) 0x80; // the table is cleared
        ones[1] = 0x7F;
        return new Tiffs(ByteOrder.LITTLE_ENDIAN).image(8, 8, 1, 1, 5, ones).file(0);
    }

    /** More than is needed may follow, but not without an end. */
    private static byte[] inflating() {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[64_000]);
        deflater.finish();
        byte[] deflated = new byte[1000];
        int length = deflater.deflate(deflated);
        deflater.end();
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .image(8, 8, 1, 1, 8, Arrays.copyOf(deflated, length))
                .file(0);
    }

    /** A stream header, then a block header with LZMA2's largest dictionary, and no block. */
    private static byte[] xz() {
        ByteBuffer stream = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        stream.put(new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0, 0, 1});
        putCrc(stream, 6, 2);
        stream.put(new byte[] {2, 0, 0x21, 1, 40, 0, 0, 0});
        putCrc(stream, 12, 8);
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .image(8, 8, 1, 1, 34_925, stream.array())
                .file(0);
    }

    private static void putCrc(ByteBuffer buffer, int start, int length) {
        CRC32 crc = new CRC32();
        crc.update(buffer.array(), start, length);
        buffer.putInt((int) crc.getValue());
    }

    private static byte[] wideFax() {
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .entry(258, 3, 1)
                .image(1_000_000, 1, 1, 0, 4, PIXELS)
                .file(0);
    }

    private static byte[] bigTiff(long directory) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0})
                .putLong(directory)
                .array();
    }

    /** Each is sixteen times what it shows of the picture. */
    private static byte[] spareTiles() {
        return grey(1, 3_000_000).entry(322, 3, 16).entry(323, 4, 1 << 16).file(0);
    }

    private static byte[] packBits() {
        byte[] noOperation = new byte[1000];
        Arrays.fill(noOperation, (byte) -128);
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .image(8, 8, 1, 1, 32_773, noOperation)
                .file(0);
    }

    private static byte[] fax() {
        byte[] noise = new byte[100];
        new Random(3).nextBytes(noise);
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .entry(258, 3, 1)
                .image(400, 400, 1, 0, 4, noise)
                .file(0);
    }

    private static byte[] imageInTables() {
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .entry(347, 7, 255, 0xC0, 0, 0)
                .image(8, 8, 1, 1, 7, Jpegs.subsampled(Pictures.gradient(8, 8, 1), 1, 1, false))
                .file(0);
    }

    /** A reader takes the first value, and so must what checks the JPEG image before. */
    private static byte[] twice() {
        byte[] jpeg = Jpegs.subsampled(Pictures.gradient(200, 200, 1), 1, 1, false);
        return new Tiffs(ByteOrder.LITTLE_ENDIAN)
                .entry(259, 3, 7, 7)
                .image(8, 8, 3, 6, 7, jpeg)
                .file(0);
    }

    private static byte[] manyScans() {
        byte[] jpeg = Jpegs.subsampled(Pictures.gradient(8, 8, 1), 1, 1, true);
        byte[] scan = Pictures.jpegSegment(0xDA, "", new byte[] {1, 1, 0, 0, 63, 0});
        return Pictures.insert(jpeg, jpeg.length - 2, HostileJpegs.repeat(scan, 10_000));
    }

    /** Every frame in the file with other sides. */
    private static byte[] jpegSized(byte[] tiff, int side) {
        byte[] changed = tiff.clone();
        for (int i = 0; i + 10 < changed.length; i++) {
            if (changed[i] == -1 && changed[i + 1] == (byte) 0xC0 && changed[i + 4] == 8) {
                ByteBuffer.wrap(changed).putShort(i + 5, (short) side).putShort(i + 7, (short) side);
            }
        }
        return changed;
    }

    private static byte[] changed(byte[] file, int at, int value) {
        return ByteBuffer.wrap(file.clone())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(at, value)
                .array();
    }
}
