package io.belvedere.engine.image.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.image.DecodingStoppedException;
import io.belvedere.engine.image.DecodingWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the decoder's callers rely on; its pixels are compared with those of other programs by the matrix of pictures.
 */
class JpegDecoderTest {
    private static final byte[] END = {(byte) 0xFF, (byte) 0xD9};

    @Test
    void tablesMayComeFromAnotherFile() throws IOException {
        byte[] whole = file("ycc-422-baseline.jpg");
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        tables.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
        picture.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
        for (byte[] segment : segments(whole)) {
            boolean table = segment[1] == (byte) Marker.DHT || segment[1] == (byte) Marker.DQT;
            (table ? tables : picture).writeBytes(segment);
        }
        tables.writeBytes(END);
        picture.writeBytes(END);
        JpegDecoder abbreviated = new JpegDecoder(picture.toByteArray(), DecodingWatch.NONE);
        assertThat(abbreviated.withTables(tables.toByteArray()).decode().samples())
                .isEqualTo(decode(whole).samples());
        assertThatThrownBy(abbreviated::decode).isInstanceOf(IOException.class);
    }

    @Test
    void twoComponentsAreRead() throws IOException {
        byte[] three = file("scans-apart.jpg");
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
        int scans = 0;
        for (byte[] segment : segments(three)) {
            scans += segment[1] == (byte) Marker.SOS ? 1 : 0;
            if (segment[1] == (byte) Marker.SOF0) {
                segment[9] = 2;
            }
            if (scans < 3) {
                two.writeBytes(segment);
            }
        }
        Components decoded = decode(two.toByteArray());
        Components expected = decode(three);
        assertThat(decoded.components()).isEqualTo(2);
        for (int i = 0; i < decoded.width() * decoded.height(); i++) {
            assertThat(decoded.samples()[2 * i]).isEqualTo(expected.samples()[3 * i]);
            assertThat(decoded.samples()[2 * i + 1]).isEqualTo(expected.samples()[3 * i + 1]);
        }
    }

    /** An encoder may mean to end early, and says so by the end marker; nothing is smoothed then. */
    @Test
    void aProgressivePictureMayEndEarly() throws IOException {
        ByteArrayOutputStream early = new ByteArrayOutputStream();
        early.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
        for (byte[] segment : segments(file("progressive-bands.jpg"))) {
            early.writeBytes(segment);
            if (segment[1] == (byte) Marker.SOS) {
                break;
            }
        }
        byte[] cut = early.toByteArray();
        assertThatThrownBy(() -> decode(cut)).isInstanceOf(IOException.class);
        early.writeBytes(END);
        Components decoded = decode(early.toByteArray());
        for (int y = 0; y < decoded.height(); y++) {
            for (int x = 0; x < decoded.width(); x++) {
                int corner = 3 * (y / 8 * 8 * decoded.width() + x / 8 * 8);
                assertThat(decoded.samples()[3 * (y * decoded.width() + x)])
                        .as("luminance at %d, %d", x, y)
                        .isEqualTo(decoded.samples()[corner]);
            }
        }
    }

    /** Scans of which each takes a few bytes and passes over all blocks. */
    @ParameterizedTest
    @CsvSource({"400, 300", "8, 2000", "2000, 8"})
    void emptyScansBringNothing(int width, int height) throws IOException {
        Components decoded = decode(EmptyScans.file(width, height, 60));
        assertThat(decoded.samples()).hasSize(3 * width * height).containsOnly(128);
    }

    @Test
    void aScanThatComesAgainIsRefused() {
        byte[] file = EmptyScans.file(40, 30, 62);
        byte[] scan = segments(file).getLast();
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        again.write(file, 0, file.length - END.length);
        again.writeBytes(scan);
        again.writeBytes(END);
        assertThatThrownBy(() -> decode(again.toByteArray())).isInstanceOf(IOException.class);
    }

    /** At least for each 100,000 samples of each scan, and whatever the watch throws ends the decoding at once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 40})
    void theWatchIsAskedAndObeyed(int scans) throws IOException {
        byte[] file = EmptyScans.file(1000, 500, scans);
        AtomicInteger asked = new AtomicInteger();
        new JpegDecoder(file, asked::incrementAndGet).decode();
        assertThat(asked.get()).isGreaterThan((scans + 2) * 5);

        int allowed = asked.get() / 2;
        AtomicInteger again = new AtomicInteger();
        DecodingWatch stopping = () -> {
            if (again.incrementAndGet() > allowed) {
                throw new DecodingStoppedException("nobody waits");
            }
        };
        assertThatThrownBy(() -> new JpegDecoder(file, stopping).decode()).isInstanceOf(DecodingStoppedException.class);
        assertThat(again.get()).isEqualTo(allowed + 1);
    }

    private static Components decode(byte[] file) throws IOException {
        return new JpegDecoder(file, DecodingWatch.NONE).decode();
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = JpegDecoderTest.class.getResourceAsStream("/matrix/jpeg/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /** Each with its marker, and with the coded data behind it. */
    private static List<byte[]> segments(byte[] file) {
        List<byte[]> segments = new ArrayList<>();
        for (int at = 2; at < file.length - 2; ) {
            int end = Marker.find(file, at + 2 + Frame.u16(file, at + 2));
            while (end < file.length - 1 && (file[end + 1] & 0xF8) == Marker.RST0) {
                end = Marker.find(file, end + 2);
            }
            segments.add(Arrays.copyOfRange(file, at, end));
            at = end;
        }
        return segments;
    }
}
