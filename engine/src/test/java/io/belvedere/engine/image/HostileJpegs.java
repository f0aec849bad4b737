package io.belvedere.engine.image;

import io.belvedere.chat.ImageProblem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** JPEG files that mean harm. */
final class HostileJpegs {
    private static final int SIDE = 40;

    private HostileJpegs() {}

    static List<HostileCase> cases() {
        byte[] plain = Jpegs.subsampled(Pictures.gradient(SIDE, SIDE, 1), 2, 2, false);
        byte[] progressive = Jpegs.subsampled(Pictures.gradient(SIDE, SIDE, 1), 2, 2, true);
        byte[] zip = "PK\3\4 and so on".getBytes(StandardCharsets.ISO_8859_1);
        byte[] scan = segment(plain, 0xDA);
        HostileCase.Group group = new HostileCase.Group("JPEG");
        group.tooLarge("50,000 x 50,000 declared", sized(plain, 50_000, 50_000))
                .tooLarge("65,535 x 65,535, progressive", sized(progressive, 65_535, 65_535))
                .broken("1 x 50,000 of a few bytes", sized(plain, 1, 50_000))
                .broken("50,000 x 1 of a few bytes", sized(progressive, 50_000, 1))
                .withoutPixels("0 x 40", sized(plain, 0, SIDE))
                .withoutPixels("a height that comes later", sized(plain, SIDE, 0))
                .decodes("1 x 1", 1, 1, Jpegs.subsampled(Pictures.gradient(1, 1, 1), 2, 2, false))
                .decodes("201 : 1", 201, 1, Jpegs.subsampled(Pictures.gradient(201, 1, 1), 2, 2, false))
                .broken("a start alone", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9})
                .broken("starts without end", repeat(new byte[] {(byte) 0xFF, (byte) 0xD8}, 100_000))
                .decodes(
                        "100,000 fill bytes",
                        SIDE,
                        SIDE,
                        Pictures.insert(plain, 2, repeat(new byte[] {(byte) 0xFF}, 100_000)))
                .broken("10,000 progressive scans", manyScans(progressive, 10_000))
                .tooLarge("5,000 progressive scans", manyScans(progressive, 5_000))
                .tooLarge("101 scans of nothing", manyScans(plain, 100))
                .broken("20,000 comments", Pictures.insert(plain, 2, repeat(comment(), 20_000)))
                .decodes("5,000 comments", SIDE, SIDE, Pictures.insert(plain, 2, repeat(comment(), 5_000)))
                .unsupported("arithmetic coding", process(plain, 0xC9))
                .unsupported("lossless coding", process(plain, 0xC3))
                .unsupported("hierarchical coding", process(plain, 0xC5))
                .unsupported("12 bits a sample", frame(plain, 4, 12))
                .unsupported("two components", frame(plain, 9, 2))
                .broken("four components of which three are there", frame(plain, 9, 4))
                .broken("sampling by 0", frame(plain, 11, 0))
                .broken("sampling by 15", frame(plain, 11, 0xFF))
                .broken("two frames", Pictures.insert(plain, JpegFileTest.frame(plain), segment(plain, 0xC0)))
                .broken("no frame", without(plain, 0xC0))
                .broken("no Huffman tables", without(progressive, 0xC4))
                .broken("no quantisation tables", without(plain, 0xDB))
                .broken("no scan", without(plain, 0xDA))
                .broken("a Huffman table with too many codes", table(plain, 200))
                .broken("a Huffman table of nothing", table(plain, 0))
                .broken("a scan of unknown components", changed(plain, 0xDA, 5, 77))
                .broken("a scan of no components", changed(plain, 0xDA, 4, 0))
                .broken("half its coded data", Arrays.copyOf(plain, plain.length - 60))
                .broken(
                        "a second scan that is empty, of a first that is cut",
                        Pictures.insert(Arrays.copyOf(plain, plain.length - 60), plain.length - 60, scan))
                .decodes("a ZIP archive behind the end", SIDE, SIDE, HostilePngs.join(plain, zip))
                .decodes("EXIF whose directory is itself the next", SIDE, SIDE, exif(plain, HostilePngs.loop()))
                .decodes("EXIF beyond its segment", SIDE, SIDE, exif(plain, farDirectory()))
                .decodes("a profile without its first part", SIDE, SIDE, profile(plain, 2))
                .decodes("a profile of nothing", SIDE, SIDE, profile(plain, 1))
                .refused("a PNG by its first bytes", ImageProblem.IMAGE_PARSE_ERROR, disguised(plain));
        return group.cases();
    }

    private static byte[] sized(byte[] jpeg, int width, int height) {
        int at = JpegFileTest.frame(jpeg) + 5;
        return ByteBuffer.wrap(jpeg.clone())
                .putShort(at, (short) height)
                .putShort(at + 2, (short) width)
                .array();
    }

    /** The last scan again and again; a progressive one refines what is refined already. */
    private static byte[] manyScans(byte[] jpeg, int count) {
        byte[] again = Pictures.jpegSegment(0xDA, "", new byte[] {1, 1, 0, 0, 63, 0});
        return Pictures.insert(jpeg, jpeg.length - 2, repeat(again, count));
    }

    private static byte[] comment() {
        return Pictures.jpegSegment(0xFE, "", new byte[1]);
    }

    private static byte[] process(byte[] jpeg, int marker) {
        return frame(jpeg, 1, marker);
    }

    private static byte[] frame(byte[] jpeg, int at, int value) {
        byte[] changed = jpeg.clone();
        changed[JpegFileTest.frame(jpeg) + at] = (byte) value;
        return changed;
    }

    private static byte[] changed(byte[] jpeg, int marker, int at, int value) {
        byte[] changed = jpeg.clone();
        changed[find(jpeg, marker, 2) + at] = (byte) value;
        return changed;
    }

    /** The first Huffman table with so many codes of one bit. */
    private static byte[] table(byte[] jpeg, int codes) {
        byte[] changed = jpeg.clone();
        int at = find(jpeg, 0xC4, 2) + 5;
        Arrays.fill(changed, at, at + 16, (byte) 0);
        changed[at] = (byte) codes;
        return changed;
    }

    private static byte[] without(byte[] jpeg, int marker) {
        byte[] changed = jpeg;
        for (int at = find(changed, marker, 2); at >= 0; at = find(changed, marker, at)) {
            int end = at + segmentAt(changed, at).length;
            byte[] rest = Arrays.copyOfRange(changed, end, changed.length);
            changed = HostilePngs.join(Arrays.copyOf(changed, at), rest);
        }
        return changed;
    }

    private static byte[] segment(byte[] jpeg, int marker) {
        return segmentAt(jpeg, find(jpeg, marker, 2));
    }

    private static byte[] segmentAt(byte[] jpeg, int at) {
        return Arrays.copyOfRange(jpeg, at, at + 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF));
    }

    /** Where the marker stands at or after {@code from}; -1 if it doesn't. */
    private static int find(byte[] jpeg, int marker, int from) {
        for (int i = from; i + 1 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) marker) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] exif(byte[] jpeg, byte[] exif) {
        return Pictures.insert(jpeg, 2, Pictures.jpegSegment(0xE1, "Exif\0\0", exif));
    }

    private static byte[] farDirectory() {
        byte[] exif = Pictures.exif(6, ByteOrder.LITTLE_ENDIAN);
        exif[6] = 0x7F;
        return exif;
    }

    private static byte[] profile(byte[] jpeg, int part) {
        return Pictures.insert(
                jpeg, 2, Pictures.jpegSegment(0xE2, "ICC_PROFILE\0", new byte[] {(byte) part, 2, 0, 0, 1}));
    }

    private static byte[] disguised(byte[] jpeg) {
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        return HostilePngs.join(signature, jpeg);
    }

    static byte[] repeat(byte[] part, int count, byte... behind) {
        ByteBuffer repeated = ByteBuffer.allocate(part.length * count + behind.length);
        for (int i = 0; i < count; i++) {
            repeated.put(part);
        }
        return repeated.put(behind).array();
    }
}
