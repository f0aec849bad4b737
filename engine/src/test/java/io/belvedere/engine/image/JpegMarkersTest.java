package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers put together by hand. */
class JpegMarkersTest {
    private static final byte[] JFIF = Pictures.jpegSegment(0xE0, "JFIF\0", new byte[9]);
    private static final byte[] SCAN = Pictures.jpegSegment(0xDA, "", new byte[] {1, 1, 0, 0, 63, 0});

    /** As libjpeg guesses the meaning of components. */
    @ParameterizedTest
    @CsvSource({
        "a, false, -1, GREY",
        "123, true, -1, YCC",
        "123, false, -1, YCC",
        "RGB, false, -1, RGB",
        "RGB, true, -1, YCC",
        "RGB, false, 1, YCC",
        "123, false, 0, RGB",
        "123, false, 1, YCC",
        "123, true, 0, YCC",
        "1234, false, -1, CMYK",
        "1234, false, 0, INVERTED_CMYK",
        "1234, false, 2, INVERTED_YCCK"
    })
    void findsOutWhatComponentsMean(String ids, boolean jfif, int adobe, JpegColor expected) throws ImageException {
        byte[] adobeMarker = Pictures.jpegSegment(0xEE, "Adobe", new byte[] {0, 100, 0, 0, 0, 0, (byte) adobe});
        byte[] file = file(jfif ? JFIF : new byte[0], adobe < 0 ? new byte[0] : adobeMarker, frame(ids), SCAN);
        assertThat(JpegFile.of(file).color()).isEqualTo(expected);
    }

    @Test
    void countsScansAndSkipsCodedData() {
        byte[] coded = {1, 2, (byte) 0xFF, 0, (byte) 0xFF, (byte) 0xD3, 7, (byte) 0xFF};
        byte[] file = file(
                JFIF, frame("123"), SCAN, coded, SCAN, coded, SCAN, new byte[] {9, (byte) 0xFF, (byte) 0xD9}, SCAN);
        assertThat(read(file).scans()).as("what follows the end doesn't count").isEqualTo(3);
        assertThat(read(file).size()).isEqualTo(new ImageSize(20, 10));
    }

    @Test
    void garbageBetweenSegmentsIsSkipped() {
        byte[] file = file(new byte[] {0, 17, (byte) 0xFF, (byte) 0xFF}, JFIF, new byte[] {3}, frame("123"), SCAN);
        assertThat(read(file).size()).isEqualTo(new ImageSize(20, 10));
    }

    @Test
    void refusesASecondFrameOrNone() {
        byte[] twice = file(frame("123"), frame("123"), SCAN);
        assertThatThrownBy(() -> JpegFile.of(twice)).isInstanceOf(ImageException.class);
        byte[] none = file(JFIF, SCAN);
        assertThatThrownBy(() -> JpegFile.of(none)).isInstanceOf(ImageException.class);
        byte[] noScan = file(JFIF, frame("123"));
        assertThatThrownBy(() -> JpegFile.of(noScan)).isInstanceOf(ImageException.class);
    }

    static JpegFile read(byte[] file) {
        try {
            return JpegFile.of(file);
        } catch (ImageException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] frame(String ids) {
        ByteBuffer data = ByteBuffer.allocate(6 + 3 * ids.length());
        data.put((byte) 8).putShort((short) 10).putShort((short) 20).put((byte) ids.length());
        for (byte id : ids.getBytes(StandardCharsets.US_ASCII)) {
            data.put(id).put((byte) 0x11).put((byte) 0);
        }
        return Pictures.jpegSegment(0xC0, "", data.array());
    }

    private static byte[] file(byte[]... segments) {
        byte[] file = {(byte) 0xFF, (byte) 0xD8};
        for (byte[] segment : segments) {
            file = Pictures.insert(file, file.length, segment);
        }
        return file;
    }
}
