package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.Background;
import io.belvedere.chat.ImageBytes;
import io.belvedere.engine.image.vp8l.Vp8lImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The container: what stands around the coded images. */
class WebpFileTest {
    private static final int[] ARGB = {
        0xFF_01_02_03, 0x80_64_00_FF, 0x00_10_20_30, 0xFF_40_50_60, 0xFF_07_08_09, 0xFF_FF_FF_FF
    };

    /** 3x2 pixels. */
    private static final byte[] LOSSLESS = Pictures.riffChunk("VP8L", Vp8lImages.literals(ARGB, 3, 2));

    @Test
    void aLosslessImageAlone() throws ImageException {
        Rgb decoded = decode(Pictures.webp(LOSSLESS), AlphaRule.DROP);
        assertThat(decoded.samples())
                .containsExactly(1, 2, 3, 0x64, 0, 0xFF, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 7, 8, 9, 255, 255, 255);
        byte[] onWhite = decode(Pictures.webp(LOSSLESS), AlphaRule.ON_WHITE).samples();
        assertThat(Arrays.copyOfRange(onWhite, 3, 9)).containsExactly(177, 127, 255, 255, 255, 255);
        byte[] onBlue = decode(Pictures.webp(LOSSLESS), AlphaRule.over(new Background(0x204060)))
                .samples();
        assertThat(Arrays.copyOfRange(onBlue, 3, 9)).containsExactly(66, 32, 176, 0x20, 0x40, 0x60);
    }

    @Test
    void anExtendedFileMayTurnTheImage() throws ImageException {
        byte[] exif = Pictures.riffChunk("EXIF", Pictures.exif(6, ByteOrder.LITTLE_ENDIAN));
        byte[] file = Pictures.webp(extended(3, 2), Pictures.riffChunk("ICCP", new byte[3]), LOSSLESS, exif);
        ImageHeader header = Pictures.probe(file);
        assertThat(header)
                .isEqualTo(
                        new ImageHeader(ImageFormat.WEBP, new ImageSize(3, 2), Orientation.QUARTER_TURN_RIGHT, 66, 6));
        assertThat(decode(file, AlphaRule.DROP).samples()).startsWith(0x40, 0x50, 0x60, 1, 2, 3);
    }

    @Test
    void theFirstFrameOfAnAnimationIsPutOnItsCanvas() throws ImageException {
        byte[] position = {1, 0, 0, 2, 0, 0, 2, 0, 0, 1, 0, 0, 100, 0, 0, 0}; // columns and rows are counted in twos
        byte[] frame = Pictures.riffChunk("ANMF", Pictures.insert(LOSSLESS, 0, position));
        byte[] file = Pictures.webp(extended(6, 7), Pictures.riffChunk("ANIM", new byte[6]), frame, frame);
        assertThat(Pictures.probe(file).stored()).isEqualTo(new ImageSize(6, 7));
        Rgb decoded = decode(file, AlphaRule.ON_WHITE);
        assertThat(decoded.samples()[0]).as("around the frame").isEqualTo((byte) 255);
        int corner = 3 * (4 * 6 + 2);
        assertThat(Arrays.copyOfRange(decoded.samples(), corner, corner + 3)).containsExactly(1, 2, 3);
    }

    @Test
    void aFrameBeyondItsCanvasIsRefused() {
        byte[] file = Pictures.webp(extended(2, 2), LOSSLESS);
        assertThatThrownBy(() -> Pictures.decode(file)).isInstanceOf(ImageException.class);
    }

    /** Alpha of 4x2 pixels, each value stored as its difference from what the filter predicts. */
    @ParameterizedTest
    @CsvSource({
        "0, 10 20 30 40 50 60 70 80",
        "1, 10 10 10 10 40 10 10 10",
        "2, 10 10 10 10 40 40 40 40",
        "3, 10 10 10 10 40 0 0 0"
    })
    void alphaIsFilteredInFourWays(int filter, String stored) throws Exception {
        byte[] data = new byte[9];
        data[0] = (byte) (filter << 2);
        String[] values = stored.split(" ");
        for (int i = 0; i < 8; i++) {
            data[1 + i] = Byte.parseByte(values[i]);
        }
        assertThat(WebpAlpha.read(data, new ImageSize(4, 2), DecodingWatch.NONE))
                .containsExactly(10, 20, 30, 40, 50, 60, 70, 80);
    }

    @Test
    void alphaMayBeCodedLosslessly() throws Exception {
        int[] argb = {0xFF_00_05_00, 0xFF_00_06_00, 0xFF_00_C8_00, 0xFF_00_FF_00};
        byte[] coded = Vp8lImages.literals(argb, 2, 2);
        byte[] data = Arrays.copyOfRange(coded, 4, coded.length); // the header's last byte is overwritten
        data[0] = 1;
        assertThat(WebpAlpha.read(data, new ImageSize(2, 2), DecodingWatch.NONE))
                .containsExactly(5, 6, 200, 255);
    }

    private static Rgb decode(byte[] file, AlphaRule alpha) throws ImageException {
        return new ImageDecoder(ImageLimits.DEFAULT, alpha).decode(new ImageBytes(file));
    }

    /** Extended, so that more chunks can be put in at byte 30. */
    static byte[] extendedLossless(int[] argb, int width, int height) {
        return Pictures.webp(
                extended(width, height), Pictures.riffChunk("VP8L", Vp8lImages.literals(argb, width, height)));
    }

    @Test
    void aLossyImageMayBeTransparent() throws Exception {
        byte[] lossy = lossy();
        ImageSize size = Pictures.probe(lossy).stored();
        byte[] alpha = new byte[1 + (int) size.pixels()]; // not filtered, not coded
        Arrays.fill(alpha, 1, alpha.length, (byte) 255);
        alpha[1] = 0;
        byte[] image = Arrays.copyOfRange(lossy, 12, lossy.length);
        byte[] file = Pictures.webp(extended(size.width(), size.height()), Pictures.riffChunk("ALPH", alpha), image);
        byte[] opaque = Pictures.decode(lossy).samples();
        byte[] blended = decode(file, AlphaRule.ON_WHITE).samples();
        assertThat(Arrays.copyOf(blended, 3)).containsOnly(255);
        assertThat(Arrays.copyOfRange(blended, 3, blended.length))
                .isEqualTo(Arrays.copyOfRange(opaque, 3, opaque.length));
        assertThat(decode(file, AlphaRule.DROP).samples()).isEqualTo(opaque);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void isTurnedUpright(int tag) throws ImageException {
        byte[] exif = Pictures.riffChunk("EXIF", Pictures.exif(tag, ByteOrder.BIG_ENDIAN));
        Rgb expected = Orientation.of(tag).apply(Pictures.decode(Pictures.webp(LOSSLESS)));
        assertThat(Pictures.decode(Pictures.webp(extended(3, 2), LOSSLESS, exif))
                        .samples())
                .isEqualTo(expected.samples());
    }

    /** A frame of 16 x 16 and more, by the reference encoder. */
    static byte[] lossy() throws IOException {
        for (JsonNode entry : GoldenImages.entries()) {
            if (entry.path("file").stringValue().equals("lossy.webp")) {
                return GoldenImages.file(entry).bytes();
            }
        }
        throw new AssertionError("the golden set lacks lossy.webp");
    }

    static byte[] extended(int width, int height) {
        return Pictures.riffChunk(
                "VP8X",
                ByteBuffer.allocate(10)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(0)
                        .putShort((short) (width - 1))
                        .put((byte) 0)
                        .putShort((short) (height - 1))
                        .array());
    }
}
