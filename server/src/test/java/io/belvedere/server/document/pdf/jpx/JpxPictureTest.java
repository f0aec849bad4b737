package io.belvedere.server.document.pdf.jpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small files by OpenJPEG's opj_compress against what opj_decompress makes of them, as 8 bits.
 * {@code bench/documents/make_jpx_pictures.py} makes both.
 */
class JpxPictureTest {
    private static final int ROUNDS = 60;
    private static final long MOST_BYTES = 64 << 20;

    private record Row(String file, int width, int height, int channels, int tolerance) {}

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(JpxPictureTest.class.getResourceAsStream("/jpx/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private static Stream<Row> rows() throws IOException {
        List<String> lines = new String(resource("pictures.tsv"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.stream().filter(line -> !line.startsWith("#")).map(line -> {
            String[] cells = line.split("\t", -1);
            return new Row(
                    cells[0],
                    Integer.parseInt(cells[1]),
                    Integer.parseInt(cells[2]),
                    Integer.parseInt(cells[3]),
                    Integer.parseInt(cells[4]));
        });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void picturesAreAsTheOtherDecoderHasThem(Row row) throws IOException {
        JpxPicture picture = JpxPicture.decode(resource(row.file()));
        byte[] reference = resource(row.file().replaceAll("\\.j..$", ".raw"));

        assertThat(picture.width()).isEqualTo(row.width());
        assertThat(picture.height()).isEqualTo(row.height());
        assertThat(picture.channels()).isEqualTo(row.channels());
        assertThat(picture.samples()).hasSameSizeAs(reference);
        for (int i = 0; i < reference.length; i++) {
            assertThat(Math.abs((picture.samples()[i] & 0xFF) - (reference[i] & 0xFF)))
                    .as("sample %d", i)
                    .isLessThanOrEqualTo(row.tolerance());
        }
    }

    /** The last two bytes are the end marker, which may be missing; what goes before it may not. */
    @ParameterizedTest
    @ValueSource(strings = {"gray.jp2", "rgb-97.jp2", "layers.j2k", "tiles.j2k"})
    void cutOffAnywhereIsDamaged(String name) throws IOException {
        byte[] file = resource(name);
        for (int length = 0; length < file.length - 2; length += 7) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> JpxPicture.decode(cut))
                    .as("%d bytes", length)
                    .asInstanceOf(InstanceOfAssertFactories.type(JpxFault.class))
                    .matches(JpxFault::isDamaged);
        }
    }

    /** Then the packets alone tell whether all is there. */
    @Test
    void aLastTileMayLeaveItsLengthOut() throws IOException {
        byte[] open = resource("layers.j2k");
        int at = find(open, 0xFF90);
        Arrays.fill(open, at + 6, at + 10, (byte) 0);
        assertThat(JpxPicture.decode(open).samples()).isEqualTo(resource("layers.raw"));
        for (int length = at; length < open.length - 2; length += 5) {
            byte[] cut = Arrays.copyOf(open, length);
            assertThatThrownBy(() -> JpxPicture.decode(cut))
                    .as("%d bytes", length)
                    .asInstanceOf(InstanceOfAssertFactories.type(JpxFault.class))
                    .matches(JpxFault::isDamaged);
        }
    }

    private static int find(byte[] file, int marker) {
        for (int at = 0; at + 1 < file.length; at++) {
            if ((file[at] & 0xFF) == marker >> 8 && (file[at + 1] & 0xFF) == (marker & 0xFF)) {
                return at;
            }
        }
        throw new AssertionError("no marker");
    }

    /** However large the changed file says that it is: what it has no data for is not given memory. */
    @ParameterizedTest
    @MethodSource("rows")
    void oddBytesComeToPicturesOfTheToldSizeOrToRefusals(Row row) throws IOException {
        byte[] good = resource(row.file());
        Random random = new Random(row.file().hashCode());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int start = find(good, 0xFF51);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] file = good.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int from = random.nextBoolean() ? 0 : start; // headers are short: they get their share
                int most = random.nextBoolean() ? file.length - from : Math.min(file.length - from, 120);
                file[from + random.nextInt(most)] = (byte) random.nextInt();
            }
            byte[] odd = random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file;
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                JpxPicture picture = JpxPicture.decode(odd);
                assertThat(picture.samples())
                        .as("round %d", round)
                        .hasSize(picture.width() * picture.height() * picture.channels());
            } catch (JpxFault e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("round " + round, e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes of round %d", round)
                    .isLessThan(MOST_BYTES);
        }
        assertThat(refused).isPositive();
    }
}
