package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageBytes;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffFileTest {
    @ParameterizedTest(name = "{0}, in tiles {1}")
    @CsvSource({
        "LZW, false", "ZLib, false", "PackBits, false", "Deflate, false",
        "LZW, true", "ZLib, true", "PackBits, true", "Deflate, true"
    })
    void decodesLosslessCompressions(String compression, boolean tiled) throws Exception {
        BufferedImage image = Pictures.gradient(61, 40, BufferedImage.TYPE_INT_RGB);
        Rgb decoded = Pictures.decode(Tiffs.compressed(image, compression, tiled));
        assertThat(decoded.samples()).isEqualTo(Pictures.rgb(image).samples());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void decodesJpegInside(boolean tiled) throws Exception {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, (i % 64 * 3) << 16 | (i / 64 * 3) << 8 | 90);
        }
        GoldenImages.assertClose(
                "JPEG in TIFF", Pictures.decode(Tiffs.compressed(image, "JPEG", tiled)), Pictures.rgb(image), 16);
    }

    /** Inks of one pixel, uncompressed: cyan, magenta, yellow, black. */
    @Test
    void decodesInks() throws ImageException {
        byte[] file = tiff().image(1, 1, 4, 5, 1, new byte[] {0, (byte) 128, (byte) 255, (byte) 128})
                .file(0);
        assertThat(Pictures.decode(file).samples()).containsExactly(127, 63, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CCITT RLE", "CCITT T.4", "CCITT T.6"})
    void decodesFaxes(String compression) throws ImageException {
        BufferedImage image = new BufferedImage(40, 9, BufferedImage.TYPE_BYTE_BINARY);
        for (int i = 0; i < 40 * 9; i += 7) {
            image.setRGB(i % 40, i / 40, 0xFFFFFF);
        }
        Rgb decoded = Pictures.decode(Tiffs.compressed(image, compression, false));
        assertThat(decoded.samples()).isEqualTo(Pictures.rgb(image).samples());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void isTurnedUpright(int tag) throws ImageException {
        byte[] pixels = {10, 20, 30, 40, 50, 60};
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] upright = new Tiffs(order).image(3, 2, 1, 1, 1, pixels).file(0);
            Rgb expected = Orientation.of(tag).apply(Pictures.decode(upright));
            byte[] turned = new Tiffs(order)
                    .image(3, 2, 1, 1, 1, pixels)
                    .entry(274, 3, tag)
                    .file(0);
            assertThat(Pictures.probe(turned).oriented()).isEqualTo(expected.size());
            assertThat(Pictures.decode(turned).samples()).isEqualTo(expected.samples());
        }
    }

    @Test
    void zeroMayBeWhite() throws ImageException {
        byte[] file = tiff().image(2, 1, 1, 0, 1, new byte[] {0, 100}).file(0);
        assertThat(Pictures.decode(file).samples()).containsExactly(new int[] {255, 255, 255, 155, 155, 155});
    }

    @Test
    void unspecifiedAlphaIsBlended() throws ImageException {
        byte[] pixels = {0x64, 0, (byte) 255, (byte) 128};
        byte[] file = tiff().image(1, 1, 4, 2, 1, pixels).entry(338, 3, 2).file(0);
        assertThat(Pictures.decode(file).samples()).containsExactly(new int[] {177, 127, 255});
    }

    /** Rows are counted to the end of the image where a strip is said to have more. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE, 1000})
    void aStripMayBeTallerThanTheImage(int rows) throws ImageException {
        byte[] file = tiff().image(1, 2, 1, 1, 1, new byte[] {7, 9}).file(0);
        ByteBuffer entries = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        entries.putInt(entries.getInt(4) + 2 + 12 * 7 + 8, rows);
        assertThat(Pictures.decode(file).samples()).containsExactly(7, 7, 7, 9, 9, 9);
    }

    /** Over white, by half: half of the colour that is there already, and half of white. */
    @Test
    void associatedAlphaIsNotMultipliedAgain() throws ImageException {
        byte[] file = tiff().image(1, 1, 4, 2, 1, new byte[] {50, 0, 127, 127})
                .entry(338, 3, 1)
                .file(0);
        assertThat(Pictures.decode(file).samples()).containsExactly(new int[] {178, 128, 255});
        assertThat(new ImageDecoder(ImageLimits.DEFAULT, AlphaRule.DROP)
                        .decode(new ImageBytes(file))
                        .samples())
                .containsExactly(new int[] {100, 0, 255});
    }

    /** A row of 100,000 pixels, and 3,000 rows of one, in one strip. */
    @ParameterizedTest
    @CsvSource({"300000, 1, 20", "1, 3000, 3000"})
    void theWatchIsAskedOftenEnough(int width, int height, int times) throws ImageException {
        byte[] file =
                tiff().image(width, height, 1, 1, 1, new byte[width * height]).file(0);
        AtomicInteger asked = new AtomicInteger();
        ImageDecoder.DEFAULT.decode(new ImageBytes(file), asked::incrementAndGet);
        assertThat(asked.get()).isGreaterThanOrEqualTo(times);
    }

    @Test
    void theWatchStopsIt() {
        byte[] file = tiff().image(1, 300, 1, 1, 1, new byte[300]).file(0);
        AtomicInteger left = new AtomicInteger(100);
        DecodingWatch watch = () -> {
            if (left.decrementAndGet() < 0) {
                throw new DecodingStoppedException("nobody waits");
            }
        };
        assertThatThrownBy(() -> ImageDecoder.DEFAULT.decode(new ImageBytes(file), watch))
                .isInstanceOf(DecodingStoppedException.class);
    }

    /**
     * Rows are decoded one by one: a strip of all rows takes no more than the picture; a JPEG or a row as wide as it
     * does.
     */
    @ParameterizedTest(name = "{0} x {1}, compression {2}: {3} bytes a pixel")
    @CsvSource({"100, 100, 1, 6", "10000, 1, 1, 6", "100, 100, 7, 36", "100, 100, 50001, 16", "100, 100, 34925, 10"})
    void tellsItsMemory(int width, int height, int compression, int bytes) throws ImageException {
        byte[] file =
                tiff().image(width, height, 3, 2, compression, new byte[10]).file(0);
        assertThat(Pictures.probe(file).decodingBytes()).isEqualTo((long) bytes * width * height);
    }

    private static Tiffs tiff() {
        return new Tiffs(ByteOrder.LITTLE_ENDIAN);
    }
}
