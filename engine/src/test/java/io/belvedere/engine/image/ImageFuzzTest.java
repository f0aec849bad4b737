package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.belvedere.chat.ImageBytes;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Valid files of each format, mutated: whatever comes of it, it is an {@link ImageException} or a picture of the
 * declared size. What fails is printed whole. {@code -Dbelvedere.imageMutations=N} sets how many mutations of a format
 * are tried.
 */
class ImageFuzzTest {
    private static final int MUTATIONS = Integer.getInteger("belvedere.imageMutations", 4000);
    private static final long SEED = Long.getLong("belvedere.imageSeed", 61);

    /** How long one mutation may take, far more than any does. */
    private static final int HANGS_AFTER_SECONDS = 60;

    private static final ImageDecoder DECODER =
            new ImageDecoder(new ImageLimits(1 << 20, 300_000, 30), AlphaRule.ON_WHITE);

    /** Mutations that must come out as pictures, or the rest proves little of what happens behind the header. */
    private static final int DECODED_OF = 50;

    private final AtomicInteger decoded = new AtomicInteger();

    /** What is being decoded. */
    private record Attempt(int number, byte[] file) {}

    @ParameterizedTest
    @EnumSource
    void nothingButAPictureOrARefusal(ImageFormat format) throws InterruptedException {
        List<byte[]> seeds = seeds(format);
        for (byte[] seed : seeds) {
            assertThat(decode(seed)).as("a seed").isNull();
        }
        AtomicReference<@Nullable Attempt> current = new AtomicReference<>();
        AtomicReference<@Nullable String> failure = new AtomicReference<>();
        Thread fuzzing = Thread.ofPlatform().daemon().start(() -> fuzz(format, seeds, current, failure));
        Attempt before = null;
        while (!fuzzing.join(Duration.ofSeconds(HANGS_AFTER_SECONDS))) {
            Attempt attempt = current.get();
            if (attempt != null && attempt == before) {
                fail(describe(format, attempt, "hangs"));
            }
            before = attempt;
        }
        assertThat(failure.get()).isNull();
        assertThat(current.get()).isNotNull().extracting(Attempt::number).isEqualTo(MUTATIONS - 1);

        assertThat(decoded.get()).as("decoded").isBetween(MUTATIONS / DECODED_OF, MUTATIONS - MUTATIONS / DECODED_OF);
    }

    private void fuzz(
            ImageFormat format,
            List<byte[]> seeds,
            AtomicReference<@Nullable Attempt> current,
            AtomicReference<@Nullable String> failure) {
        for (int i = 0; i < MUTATIONS; i++) {
            Attempt attempt = new Attempt(i, new Mutator(new Random(SEED * 1_000_003 + i)).mutate(seeds));
            current.set(attempt);
            String wrong = decode(attempt.file());
            if (wrong != null) {
                failure.set(describe(format, attempt, wrong));
                return;
            }
        }
    }

    /** What is wrong with the outcome; null if nothing is. */
    private @Nullable String decode(byte[] file) {
        ImageBytes bytes = new ImageBytes(file);
        ImageHeader header;
        try {
            header = DECODER.probe(bytes);
        } catch (ImageException e) {
            return null;
        } catch (RuntimeException | Error e) {
            return "reading the header: " + e;
        }
        try {
            ImageSize size = DECODER.decode(bytes).size();
            decoded.incrementAndGet();
            return size.equals(header.oriented()) ? null : "declared " + header.oriented() + ", decoded " + size;
        } catch (ImageException e) {
            return null;
        } catch (RuntimeException | Error e) {
            return "decoding: " + e;
        }
    }

    private static String describe(ImageFormat format, Attempt attempt, String what) {
        return what + "\n" + format + ", seed " + SEED + ", iteration " + attempt.number() + ", Base64: "
                + Base64.getEncoder().encodeToString(attempt.file());
    }

    /** One of the TIFF files of every kind. */
    private static byte[] stored(String name) {
        try (InputStream file =
                Objects.requireNonNull(ImageFuzzTest.class.getResourceAsStream("/matrix/tiff/" + name + ".tif"))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> seeds(ImageFormat format) {
        BufferedImage colors = Pictures.gradient(37, 23, BufferedImage.TYPE_INT_RGB);
        BufferedImage palette = Pictures.gradient(37, 23, BufferedImage.TYPE_BYTE_INDEXED);
        BufferedImage bits = Pictures.gradient(37, 23, BufferedImage.TYPE_BYTE_BINARY);
        ImageSize size = new ImageSize(21, 13);
        Pngs.Samples samples = (x, y, c) -> (x * 31 + y * 17 + c) & 15;
        return switch (format) {
            case PNG ->
                List.of(
                        Pictures.encode(colors, "png"),
                        Pictures.encode(palette, "png"),
                        Pngs.png(size, 4, Pngs.GREY, true, samples),
                        Pngs.png(size, 16, Pngs.RGBA, true, samples));
            case JPEG ->
                List.of(
                        Jpegs.subsampled(colors, 2, 2, false),
                        Jpegs.subsampled(colors, 1, 2, true),
                        Jpegs.components(Raster.createBandedRaster(DataBuffer.TYPE_BYTE, 37, 23, 4, null), false));
            case WEBP -> HostileWebps.seeds();
            case GIF -> List.of(Pictures.encode(palette, "gif"), HostileGifs.animated());
            case BMP ->
                List.of(
                        Pictures.encode(colors, "bmp"),
                        Pictures.encode(palette, "bmp"),
                        Pictures.encode(bits, "bmp"),
                        Bmps.bmp(new Bmps.Header(40, 3, 2, 8, 1), new byte[1024], new byte[] {3, 1, 0, 0, 3, 1, 0, 1}),
                        Bmps.bmp(new Bmps.Header(Bmps.V5, 4, 4, 32, 3), new byte[0], new byte[64]));
            case ICO -> List.of(Icons.ico(1), Icons.ico(8), Icons.ico(32), Icons.png());
            case PNM ->
                List.of(
                        Pnms.plain("P3 5 4 255", 60),
                        Pnms.plain("P2 # grey\n7 5 1000", 35),
                        Pnms.plain("P1 9 3", 27),
                        Pnms.raw("P4 37 5\n", 25),
                        Pnms.raw("P5 11 7 300\n", 154),
                        Pnms.raw("P6 11 7 255\n", 231),
                        Pnms.raw("P7\nWIDTH 9\nHEIGHT 4\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n", 144));
            case TGA ->
                List.of(
                        Tgas.tga(2, 9, 7, 32, 0x28, new byte[9 * 7 * 4]),
                        Tgas.tga(2, 9, 7, 16, 0x10, new byte[9 * 7 * 2]),
                        Tgas.tga(3, 9, 7, 8, 0, new byte[9 * 7]),
                        Tgas.tga(10, 40, 3, 24, 0, new byte[] {-1, 9, 8, 7, 1, 1, 2, 3, 4, 5, 6, -1, 5, 5, 5}),
                        Tgas.palette(9, 7));
            case TIFF ->
                List.of(
                        Tiffs.compressed(colors, "LZW", true),
                        Tiffs.compressed(colors, "Deflate", false),
                        Tiffs.compressed(colors, "PackBits", false),
                        Tiffs.compressed(colors, "JPEG", true),
                        Tiffs.compressed(bits, "CCITT T.4", false),
                        Tiffs.compressed(bits, "CCITT T.6", false),
                        stored("ycc-2x2-strips"),
                        stored("fax-g3-2d"),
                        stored("rgb16-zip-p2-planes"),
                        stored("grey8-lzma-p2"),
                        stored("rgb16-zstd-p2-tiles"),
                        stored("rgb8-lzw-old"),
                        stored("bigtiff-lzw"),
                        stored("grey-half-zip-p3"),
                        stored("jpeg-cmyk-strips"),
                        stored("webp-rgba-tiles"),
                        stored("rgb12-tiles"),
                        stored("palette4-lzw-tiles"));
        };
    }
}
