package io.belvedere.engine.image;

import io.belvedere.engine.image.vp8l.HostileVp8l;
import io.belvedere.engine.image.vp8l.Vp8lImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** WebP files that mean harm. */
final class HostileWebps {
    private static final byte[] LOSSLESS = Pictures.riffChunk("VP8L", Vp8lImages.literals(new int[64], 8, 8));

    private HostileWebps() {}

    static List<HostileCase> cases() {
        byte[] lossy = lossy();
        byte[] plain = Pictures.webp(LOSSLESS);
        ImageSize size = new ImageSize(u16(lossy, 26), u16(lossy, 28));
        byte[] coded = Arrays.copyOfRange(lossy, 12, lossy.length);
        HostileCase.Group group = new HostileCase.Group("WebP");
        group.tooLarge("a canvas of 50,000 x 50,000", Pictures.webp(canvas(50_000, 50_000), LOSSLESS))
                .tooLarge("16,384 x 16,384, lossless", vp8l(HostileVp8l.nothing(16_384, 16_384)))
                .tooLarge("16,383 x 16,383, lossy", sized(lossy, 16_383, 16_383))
                .broken("1 x 16,383 of a few bytes", sized(lossy, 1, 16_383))
                .decodes("1 x 16,384 of codes without bits", 1, 16_384, vp8l(HostileVp8l.nothing(1, 16_384)))
                .decodes("16,384 x 1 of codes without bits", 16_384, 1, vp8l(HostileVp8l.nothing(16_384, 1)))
                .broken("a canvas of 1 x 50,000 around a larger frame", Pictures.webp(canvas(1, 50_000), LOSSLESS))
                .decodes("1 x 1", 1, 1, vp8l(Vp8lImages.literals(new int[1], 1, 1)))
                .decodes("201 : 1", 201, 1, vp8l(Vp8lImages.literals(new int[201], 201, 1)))
                .withoutPixels("0 x 8, lossy", sized(lossy, 0, 8))
                .decodes("a file that is said to be longer", 8, 8, changed(plain, 4, Integer.MAX_VALUE))
                .broken("a chunk of 2^31 - 1 bytes", changed(plain, 16, Integer.MAX_VALUE))
                .broken("a chunk of 2^32 - 1 bytes", changed(plain, 16, -1))
                .broken("a chunk of nothing", Pictures.webp(Pictures.riffChunk("VP8L", new byte[0])))
                .broken("an unknown chunk", Pictures.webp(Pictures.riffChunk("VP9 ", new byte[20])))
                .broken("a canvas without a picture", Pictures.webp(canvas(8, 8)))
                .broken(
                        "an animation without frames",
                        Pictures.webp(canvas(8, 8), Pictures.riffChunk("ANIM", new byte[6])))
                .broken("a frame beyond its canvas", Pictures.webp(canvas(8, 8), animated(1)))
                .decodes("20,000 frames", 8, 8, Pictures.webp(canvas(8, 8), HostileJpegs.repeat(animated(0), 20_000)))
                .decodes("a million chunks", 8, 8, Pictures.webp(canvas(8, 8), chunks(), LOSSLESS))
                .broken("65,536 groups of codes", vp8l(HostileVp8l.manyGroups()))
                .broken("a code with too many lengths", vp8l(HostileVp8l.code(1, 1, 1, 1)))
                .broken("a code with too few lengths", vp8l(HostileVp8l.code(2, 2, 0, 0)))
                .broken("a code of nothing", vp8l(HostileVp8l.code(0, 0, 0, 0)))
                .broken("a cache of 15 bits", vp8l(HostileVp8l.hugeCache()))
                .broken("transforms without end", vp8l(HostileVp8l.transformsWithoutEnd()))
                .broken("another size on the canvas than coded", Pictures.webp(canvas(8, 7), LOSSLESS))
                .broken("lossy data that is cut", Pictures.webp(cut(coded, coded.length / 2)))
                .broken("a first partition beyond the data", partition(lossy))
                .broken("no start code", changed(lossy, 23, 0))
                .broken("no key frame", changed(lossy, 20, 1))
                .broken("alpha that is cut", withAlpha(size, coded, new byte[100]))
                .broken("alpha of no bytes", withAlpha(size, coded, new byte[0]))
                .broken("alpha of noise, lossless", withAlpha(size, coded, noise()))
                .decodes("EXIF whose directory is itself the next", 8, 8, exif(HostilePngs.loop()))
                .decodes("EXIF of nothing", 8, 8, exif(new byte[0]))
                .decodes("EXIF with 65,535 entries", 8, 8, exif(HostilePngs.manyEntries()))
                .broken("a header that is cut", Arrays.copyOf(plain, 18))
                .broken("a magic number alone", Arrays.copyOf(plain, 12));
        return group.cases();
    }

    /** Valid files of every kind. */
    static List<byte[]> seeds() {
        byte[] lossy = lossy();
        ImageSize size = new ImageSize(u16(lossy, 26), u16(lossy, 28));
        byte[] alpha = new byte[1 + (int) size.pixels()];
        int[] argb = new Random(5).ints(64).toArray();
        return List.of(
                lossy,
                withAlpha(size, Arrays.copyOfRange(lossy, 12, lossy.length), alpha),
                vp8l(Vp8lImages.literals(argb, 8, 8)),
                vp8l(HostileVp8l.nothing(20, 20)),
                Pictures.webp(canvas(9, 9), animated(0), animated(0)));
    }

    private static byte[] lossy() {
        try {
            return WebpFileTest.lossy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] vp8l(byte[] coded) {
        return Pictures.webp(Pictures.riffChunk("VP8L", coded));
    }

    /** Sides of up to 2^24. */
    private static byte[] canvas(int width, int height) {
        ByteBuffer canvas = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        canvas.putInt(0).putInt(4, width - 1);
        canvas.putInt(6, canvas.getInt(6) & 0xFF | (height - 1) << 8);
        return Pictures.riffChunk("VP8X", canvas.array());
    }

    private static byte[] animated(int x) {
        byte[] position = new byte[16];
        position[0] = (byte) x;
        position[6] = 7;
        position[9] = 7;
        return Pictures.riffChunk("ANMF", Pictures.insert(LOSSLESS, 0, position));
    }

    private static byte[] chunks() {
        return HostileJpegs.repeat(Pictures.riffChunk("JUNK", new byte[0]), 1_000_000);
    }

    private static byte[] sized(byte[] lossy, int width, int height) {
        return ByteBuffer.wrap(lossy.clone())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(26, (short) width)
                .putShort(28, (short) height)
                .array();
    }

    private static byte[] partition(byte[] lossy) {
        byte[] changed = lossy.clone();
        changed[21] = -1;
        changed[22] = -1;
        return changed;
    }

    /** A chunk with the first {@code length} bytes of another. */
    private static byte[] cut(byte[] chunk, int length) {
        return Pictures.riffChunk("VP8 ", Arrays.copyOfRange(chunk, 8, 8 + length / 2 * 2));
    }

    private static byte[] withAlpha(ImageSize size, byte[] coded, byte[] alpha) {
        return Pictures.webp(canvas(size.width(), size.height()), Pictures.riffChunk("ALPH", alpha), coded);
    }

    private static byte[] noise() {
        byte[] noise = new byte[50];
        Arrays.fill(noise, (byte) 0x5A);
        noise[0] = 1;
        return noise;
    }

    private static byte[] exif(byte[] exif) {
        return Pictures.webp(canvas(8, 8), LOSSLESS, Pictures.riffChunk("EXIF", exif));
    }

    private static byte[] changed(byte[] file, int at, int value) {
        ByteBuffer changed = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (at >= 20) {
            return changed.put(at, (byte) value).array();
        }
        return changed.putInt(at, value).array();
    }

    private static int u16(byte[] file, int at) {
        return file[at] & 0xFF | (file[at + 1] & 0x3F) << 8;
    }
}
