package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.belvedere.chat.ImageBytes;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case ends in its documented error or in the picture, and takes memory by the size of its file alone. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileCasesTest {
    /** What readers and their tables take beside the file. */
    private static final long MEMORY = 192 << 20;

    /** Copies of the file, and of what it is cut into. */
    private static final int MEMORY_PER_BYTE = 16;

    private static final int CUTS = 8;

    static Stream<HostileCase> cases() {
        return Stream.of(
                        HostilePngs.cases(),
                        HostileJpegs.cases(),
                        HostileWebps.cases(),
                        HostileGifs.cases(),
                        HostileBmps.cases(),
                        HostileTiffs.cases(),
                        HostileOthers.cases(),
                        strangers())
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isRefusedOrDecoded(HostileCase hostile) throws ImageException {
        ImageBytes file = new ImageBytes(hostile.file());
        long before = allocated();
        Throwable refusal = catchThrowable(() -> {
            Rgb decoded = ImageDecoder.DEFAULT.decode(file);
            assertThat(decoded.size()).isEqualTo(hostile.size());
        });
        assertThat(allocated() - before)
                .as("%s: bytes allocated", hostile)
                .isLessThan(MEMORY + MEMORY_PER_BYTE * file.bytes().length);
        if (hostile.problem() == null) {
            assertThat(refusal).as(hostile.name()).isNull();
            assertThat(ImageDecoder.DEFAULT.probe(file).stored()).isEqualTo(hostile.size());
        } else {
            assertThat(refusal)
                    .as(hostile.name())
                    .isInstanceOfSatisfying(
                            ImageException.class,
                            e -> assertThat(e.problem()).as(hostile.name()).isEqualTo(hostile.problem()))
                    .message()
                    .endsWith(".");
        }
    }

    static Stream<HostileCase> cuts() {
        byte[] tiff = Tiffs.compressed(Pictures.gradient(40, 30, 1), "LZW", false);
        HostileCase.Group group = new HostileCase.Group("cut");
        for (int eighth = 1; eighth < CUTS; eighth++) {
            String where = " at " + eighth + "/" + CUTS;
            for (String format : new String[] {"png", "jpeg", "gif", "bmp"}) {
                int type = format.equals("gif") ? 13 : 1;
                group.broken(format + where, cut(Pictures.encode(Pictures.gradient(40, 30, type), format), eighth));
            }
            group.broken("tiff" + where, cut(tiff, eighth));
            group.broken("lossless webp" + where, cut(WebpFileTest.extendedLossless(new int[100], 10, 10), eighth));
            byte[] progressive = Jpegs.subsampled(Pictures.gradient(40, 30, 1), 2, 2, true);
            group.broken("progressive jpeg" + where, cut(progressive, eighth));
        }
        return group.cases().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void isNotDecodedInPart(HostileCase hostile) throws ImageException {
        isRefusedOrDecoded(hostile);
    }

    private static byte[] cut(byte[] file, int eighth) {
        return Arrays.copyOf(file, Math.max(12, file.length * eighth / CUTS));
    }

    /** Files of other kinds, whatever they are called. */
    private static List<HostileCase> strangers() {
        HostileCase.Group group = new HostileCase.Group("stranger");
        String[] starts = {
            "<!DOCTYPE html><img src=x onerror=alert(1)>",
            "<svg onload='alert(1)'/>",
            "%PDF-1.7\n%GIF89a",
            "PK\3\4",
            "\0\0\0\u001cftypheic",
            "\0\0\0\u001cftypavif",
            "#!/bin/sh\nrm -rf /",
            "\u007fELF",
            "MZ",
            "%!PS-Adobe-3.0",
            "push graphic-context",
            "8BPS",
            "\0\0\1\0\0\0",
            "\0\0\12\0\1\0",
            "RIFF\0\0\0\0WAVE",
            "\u00ff\u00d8",
            "GIF90a",
            " GIF89a"
        };
        for (String start : starts) {
            byte[] file = (start + "x".repeat(100)).getBytes(StandardCharsets.ISO_8859_1);
            group.unsupported(start.replaceAll("[^\\x20-\\x7e]", "."), file);
        }
        return group.cases();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
