package io.belvedere.server.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.belvedere.server.document.Pdfs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged files end in pages or in a fault for the client, never in anything else. */
class PdfFuzzTest {
    private static final int ROUNDS = 150;
    private static final PageOptions OPTIONS = new PageOptions(36, 16, 1, 100_000, 64 << 20, 60_000);

    private static final List<String> WORDS = List.of(
            "0",
            "-1",
            "65536",
            "2147483648",
            "99999999999999999999",
            "1e38",
            "null",
            "<<",
            ">>",
            "[",
            "]",
            "(",
            "endstream",
            "endobj",
            "/FlateDecode",
            "/LZWDecode",
            "/ASCII85Decode",
            "/RunLengthDecode",
            "/CCITTFaxDecode",
            "/Length",
            "/Kids",
            "/Parent",
            "/Type",
            "1 0 R",
            "2 0 R",
            "3 0 R",
            "xref",
            "trailer",
            "startxref",
            "/Encrypt",
            "/Rotate 90");

    static Stream<Arguments> filesWithOddBytes() {
        return Stream.of(
                argumentSet("text", Pdfs.text(PDRectangle.A6, "Hello"), 1L),
                argumentSet("three pages", Pdfs.pages(3), 2L),
                argumentSet("bitmap", Pdfs.bitmap(64, 64), 3L),
                argumentSet("form field", Pdfs.field("Hello"), 4L),
                argumentSet("nested forms", Pdfs.nestedForms(6, 1), 5L),
                argumentSet("encrypted", Pdfs.encrypted(""), 6L));
    }

    @ParameterizedTest
    @MethodSource
    void filesWithOddBytes(byte[] good, long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] file = changed(good, random);
            try {
                List<PageRecord> records = Drawn.records(file, OPTIONS);
                assertThat(records.getLast()).isNotInstanceOf(PageRecord.Page.class);
            } catch (Throwable e) {
                throw new AssertionError(
                        "seed %d, round %d, file %s"
                                .formatted(seed, round, Base64.getEncoder().encodeToString(file)),
                        e);
            }
        }
    }

    private static byte[] changed(byte[] good, Random random) {
        byte[] file = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && file.length > 0; i++) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(5)) {
                case 0 -> file[at] = (byte) random.nextInt();
                case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> file = Arrays.copyOf(file, at);
                case 3 -> file = replaced(file, at, Math.min(file.length, at + random.nextInt(40)), new byte[0]);
                default -> {
                    byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.US_ASCII);
                    file = replaced(file, at, Math.min(file.length, at + word.length * random.nextInt(2)), word);
                }
            }
        }
        return file;
    }

    private static byte[] replaced(byte[] file, int from, int to, byte[] with) {
        byte[] changed = new byte[from + with.length + file.length - to];
        System.arraycopy(file, 0, changed, 0, from);
        System.arraycopy(with, 0, changed, from, with.length);
        System.arraycopy(file, to, changed, from + with.length, file.length - to);
        return changed;
    }
}
