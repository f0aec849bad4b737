package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.image.jpeg.EmptyScans;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of JPEG, each of a smooth picture that survives the loss. */
class JpegFileTest {
    private static final int WIDTH = 75;
    private static final int HEIGHT = 51;
    private static final BufferedImage SMOOTH = smooth();

    /** Usual names: 4:4:4, 4:2:2, 4:2:0, 4:1:1, 4:4:0. */
    @ParameterizedTest(name = "chroma 1/{0} x 1/{1}, progressive {2}")
    @CsvSource({
        "1, 1, false", "2, 1, false", "2, 2, false", "4, 1, false", "1, 2, false",
        "1, 1, true", "2, 1, true", "2, 2, true", "4, 1, true", "1, 2, true"
    })
    void everySubsampling(int across, int down, boolean progressive) throws ImageException {
        byte[] file = Jpegs.subsampled(SMOOTH, across, down, progressive);
        int frame = frame(file);
        assertThat(file[frame + 1]).isEqualTo((byte) (progressive ? 0xC2 : 0xC0));
        assertThat(file[frame + 11]).as("sampling").isEqualTo((byte) (across << 4 | down));
        assertThat(JpegFile.of(file).scans()).isGreaterThan(progressive ? 1 : 0);
        GoldenImages.assertClose("subsampled", Pictures.decode(file), Pictures.rgb(SMOOTH), 12);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void greyIsRepeated(boolean progressive) throws ImageException {
        WritableRaster grey = Raster.createBandedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 1, null);
        byte[] expected = fill(grey, (x, y, c) -> 3 * x);
        Rgb decoded = Pictures.decode(Jpegs.components(grey, progressive));
        assertClose(decoded, expected, 1);
    }

    /** Inks without a marker, with Adobe's, and with Adobe's for colours as luminance and chroma. */
    @ParameterizedTest(name = "Adobe transform {0}, progressive {1}")
    @CsvSource({"-1, false", "0, false", "2, false", "-1, true", "0, true", "2, true"})
    void inks(int transform, boolean progressive) throws ImageException {
        WritableRaster inks = Raster.createBandedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
        byte[] stored = fill(inks, (x, y, c) -> c == 3 ? 2 * y : 60 * c + x);
        byte[] file = Jpegs.components(inks, progressive);
        JpegColor color = JpegColor.CMYK;
        if (transform >= 0) {
            byte[] adobe = Pictures.jpegSegment(0xEE, "Adobe", new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
            file = Pictures.insert(file, 2, adobe);
            color = transform == 0 ? JpegColor.INVERTED_CMYK : JpegColor.INVERTED_YCCK;
        }
        assertThat(JpegFile.of(file).color()).isEqualTo(color);
        GoldenImages.assertClose("inks", Pictures.decode(file), new Rgb(WIDTH, HEIGHT, color.toRgb(stored)), 12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void isTurnedUpright(int tag) throws ImageException {
        byte[] file = Jpegs.subsampled(SMOOTH, 2, 2, false);
        Rgb expected = Orientation.of(tag).apply(Pictures.decode(file));
        byte[] exif = Pictures.jpegSegment(0xE1, "Exif\0\0", Pictures.exif(tag, ByteOrder.BIG_ENDIAN));
        Rgb decoded = Pictures.decode(Pictures.insert(file, 2, exif));
        assertThat(decoded.size()).isEqualTo(expected.size());
        assertThat(decoded.samples()).isEqualTo(expected.samples());
    }

    /**
     * The result of 153,600 bytes twice while it is resized; or once, with 136 bytes for each block of a progressive
     * file and 7,680 for the rows that are in work.
     */
    @ParameterizedTest(name = "chroma 1/{0}, progressive {1}")
    @CsvSource({"1, false, 307200", "2, false, 307200", "1, true, 487680", "2, true, 324480"})
    void memoryForDecodingIsToldBefore(int chroma, boolean progressive, long bytes) throws ImageException {
        byte[] file = Jpegs.subsampled(Pictures.gradient(160, 320, 1), chroma, chroma, progressive);
        assertThat(Pictures.probe(file).decodingBytes()).isEqualTo(bytes);
    }

    @Test
    void workCountsWhatScansGoOver() throws ImageException {
        ImageHeader one = Pictures.probe(EmptyScans.file(800, 640, 0));
        ImageHeader many = Pictures.probe(EmptyScans.file(800, 640, 90));
        assertThat(one.work()).isBetween(520_000L, 522_000L);
        assertThat(many.work() - one.work()).as("90 scans of 8,000 blocks").isBetween(180_000L, 181_000L);
        assertThat(Pictures.probe(Jpegs.subsampled(Pictures.gradient(1, 4000, 1), 1, 1, false))
                        .work())
                .as("a picture narrower than its blocks")
                .isGreaterThan(8 * 4000);
    }

    /** A hostile profile must not reach the platform's own reader of profiles, which is native code. */
    @Test
    void extrasDoNotReachTheDecoder() throws ImageException {
        byte[] file = Jpegs.subsampled(SMOOTH, 1, 1, false);
        byte[] nonsense = Pictures.jpegSegment(0xE2, "ICC_PROFILE\0", new byte[60_000]);
        JpegFile withExtras = JpegFile.of(Pictures.insert(file, 2, nonsense));
        assertThat(withExtras.extras()).hasSize(2); // JFIF is one too
        assertThat(Pictures.decode(withExtras.bytes()).samples())
                .isEqualTo(Pictures.decode(file).samples());
    }

    private static byte[] fill(WritableRaster raster, Pngs.Samples samples) {
        byte[] stored = new byte[WIDTH * HEIGHT * raster.getNumBands()];
        for (int i = 0; i < stored.length; i++) {
            int pixel = i / raster.getNumBands();
            int sample = samples.at(pixel % WIDTH, pixel / WIDTH, i % raster.getNumBands());
            raster.setSample(pixel % WIDTH, pixel / WIDTH, i % raster.getNumBands(), sample);
            stored[i] = (byte) sample;
        }
        return stored;
    }

    private static void assertClose(Rgb decoded, byte[] grey, int levels) {
        for (int i = 0; i < decoded.samples().length; i++) {
            assertThat(Math.abs((decoded.samples()[i] & 0xFF) - (grey[i / 3] & 0xFF)))
                    .isLessThanOrEqualTo(levels + 2);
        }
    }

    private static BufferedImage smooth() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, 60 + 2 * x << 16 | 40 + 3 * y << 8 | 180 - x);
            }
        }
        return image;
    }

    /** Where the frame's marker stands. */
    static int frame(byte[] jpeg) {
        int i = 2;
        while (jpeg[i] != (byte) 0xFF || (jpeg[i + 1] != (byte) 0xC0 && jpeg[i + 1] != (byte) 0xC2)) {
            i++;
        }
        return i;
    }
}
