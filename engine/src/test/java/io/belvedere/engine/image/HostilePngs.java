package io.belvedere.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** PNG files that mean harm. */
final class HostilePngs {
    private static final byte[] END = Pictures.pngChunk("IEND", new byte[0]);
    private static final int HEADER_END = 33;

    /** What a zTXt or iCCP chunk of a few hundred kilobytes inflates to. */
    private static final int BOMB = 1 << 28;

    private HostilePngs() {}

    static List<HostileCase> cases() {
        byte[] plain = grey(8, 8);
        byte[] pixels = Pictures.pngChunk("IDAT", Pngs.deflate(new byte[9 * 8]));
        byte[] bomb = Pictures.insert(Pngs.deflate(new byte[BOMB]), 0, new byte[] {'x', 0, 0});
        HostileCase.Group group = new HostileCase.Group("PNG");
        group.tooLarge("50,000 x 50,000 declared", Pictures.pngHeader(50_000, 50_000))
                .tooLarge("50,000 x 50,000 with an end", Pictures.insert(Pictures.pngHeader(50_000, 50_000), 33, END))
                .broken("1 x 50,000 without pixels", Pictures.pngHeader(1, 50_000))
                .broken("50,000 x 1 without pixels", Pictures.pngHeader(50_000, 1))
                .broken("7,000 x 7,000 of a few bytes", join(Pictures.pngHeader(7000, 7000), pixels, END))
                .broken("sides of 2^32 - 1", Pictures.pngHeader(-1, -1))
                .withoutPixels("0 x 8", Pictures.pngHeader(0, 8))
                .decodes("1 x 1", 1, 1, grey(1, 1))
                .decodes("201 : 1", 201, 1, grey(201, 1))
                .decodes("1 x 50,000", 1, 50_000, grey(1, 50_000))
                .broken("signature alone", Arrays.copyOf(plain, 8))
                .broken("pixels before the header", join(Arrays.copyOf(plain, 8), pixels, END))
                .broken("no pixels", Pictures.insert(Arrays.copyOf(plain, HEADER_END), HEADER_END, END))
                .broken("a wrong checksum of the header", changed(plain, HEADER_END - 1))
                .decodes("a wrong checksum of the chunk of pixels", 8, 8, changed(plain, plain.length - 13))
                .broken("a wrong checksum of the inflated pixels", withAdler(1))
                .decodes("a right checksum of the inflated pixels", 8, 8, withAdler(0))
                .broken("pixels that don't inflate", header(8, 8, 0, 0, Pictures.pngChunk("IDAT", new byte[50])))
                .broken("too few pixels", header(8, 8, 0, 0, Pictures.pngChunk("IDAT", Pngs.deflate(new byte[40]))))
                .broken("a row filter that doesn't exist", header(8, 1, 0, 0, filtered(9)))
                .broken("a depth of 3", header(3, 8, 0, 0, pixels))
                .broken("a kind of 5", header(8, 8, 5, 0, pixels))
                .broken("RGB of 4 bits", header(4, 8, 2, 0, pixels))
                .broken("an unknown interlacing", header(8, 8, 0, 7, pixels))
                .broken("a palette that is missing", header(8, 8, 3, 0, pixels))
                .decodes("a chunk of 4 GiB", 8, 8, changedLength(plain, -1))
                .decodes("a chunk of 2 GiB", 8, 8, changedLength(plain, Integer.MAX_VALUE))
                .decodes("a million empty chunks of pixels", 8, 8, manyChunks(plain))
                .decodes("a text that inflates to 256 MiB", 8, 8, with(plain, Pictures.pngChunk("zTXt", bomb)))
                .decodes("a profile that inflates to 256 MiB", 8, 8, with(plain, Pictures.pngChunk("iCCP", bomb)))
                .decodes(
                        "EXIF whose directory is itself the next", 8, 8, with(plain, Pictures.pngChunk("eXIf", loop())))
                .decodes("EXIF with 65,535 entries", 8, 8, with(plain, Pictures.pngChunk("eXIf", manyEntries())))
                .decodes(
                        "a web page behind the end",
                        8,
                        8,
                        join(plain, "<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII)));
        return group.cases();
    }

    private static byte[] grey(int width, int height) {
        return Pngs.png(new ImageSize(width, height), 8, Pngs.GREY, false, (x, y, c) -> (x * 31 + y * 17) & 255);
    }

    private static byte[] header(int depth, int height, int kind, int interlacing, byte[] pixels) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(8)
                .putInt(height)
                .put(new byte[] {(byte) depth, (byte) kind, 0, 0, (byte) interlacing})
                .array();
        byte[] signature = Arrays.copyOf(grey(1, 1), 8);
        return join(signature, Pictures.pngChunk("IHDR", header), pixels, END);
    }

    private static byte[] filtered(int filter) {
        byte[] row = new byte[9];
        row[0] = (byte) filter;
        return Pictures.pngChunk("IDAT", Pngs.deflate(row));
    }

    /** Rows whose checksum at the end is off by that much, in a chunk whose checksum is right. */
    private static byte[] withAdler(int off) {
        byte[] rows = Pngs.deflate(new byte[9 * 8]);
        rows[rows.length - 1] += (byte) off;
        return header(8, 8, 0, 0, Pictures.pngChunk("IDAT", rows));
    }

    private static byte[] changed(byte[] file, int at) {
        byte[] changed = file.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] changedLength(byte[] file, int length) {
        return ByteBuffer.wrap(file.clone()).putInt(HEADER_END, length).array();
    }

    private static byte[] with(byte[] file, byte[] chunk) {
        return Pictures.insert(file, HEADER_END, chunk);
    }

    private static byte[] manyChunks(byte[] plain) {
        byte[] empty = Pictures.pngChunk("IDAT", new byte[0]);
        ByteBuffer chunks = ByteBuffer.allocate(1_000_000 * empty.length);
        while (chunks.hasRemaining()) {
            chunks.put(empty);
        }
        return with(plain, chunks.array());
    }

    static byte[] loop() {
        byte[] exif = Pictures.exif(1, ByteOrder.LITTLE_ENDIAN);
        exif[22] = 8;
        return exif;
    }

    static byte[] manyEntries() {
        ByteBuffer exif = ByteBuffer.allocate(10 + 12 * 65_535).order(ByteOrder.LITTLE_ENDIAN);
        exif.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) -1);
        return exif.array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
