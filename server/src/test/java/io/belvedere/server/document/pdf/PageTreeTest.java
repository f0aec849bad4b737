package io.belvedere.server.document.pdf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.DocumentProblem;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTreeTest {
    /**
     * A file without a cross-reference table, of these objects from number 1 on; the last is a content that blackens
     * all.
     */
    private static byte[] file(String... objects) {
        StringBuilder file = new StringBuilder("%PDF-1.4\n");
        for (int i = 0; i < objects.length; i++) {
            file.append("%d 0 obj %s endobj\n".formatted(i + 1, objects[i]));
        }
        String content = "0 0 999 999 re f";
        file.append("9 0 obj <</Length %d>> stream\n%s\nendstream endobj\n".formatted(content.length(), content));
        return file.append("trailer <</Root 1 0 R>>\n%%EOF\n").toString().getBytes(US_ASCII);
    }

    private static void assertFault(byte[] file, String message) throws IOException {
        assertThat(Drawn.records(file, Drawn.OPTIONS))
                .containsExactly(new PageRecord.Fault(DocumentProblem.INVALID_FILE, message));
    }

    @Test
    void aPagesSizeIsItsFathersThoughNeitherSaysWhatItIs() throws IOException {
        byte[] file = file(
                "<</Type/Catalog/Pages 2 0 R>>",
                "<</Kids[3 0 R]/Count 7>>",
                "<</Kids[4 0 R]/MediaBox[0 0 120 80]>>",
                "<</Contents 9 0 R>>");
        BufferedImage page = Drawn.page(file, Drawn.OPTIONS);
        assertThat(page.getWidth()).isEqualTo(120);
        assertThat(page.getHeight()).isEqualTo(80);
        assertThat(Drawn.darkPixels(page)).isEqualTo(120 * 80);
    }

    @Test
    void allPagesAreFoundInOrder() throws IOException {
        byte[] file = file(
                "<</Type/Catalog/Pages 2 0 R>>",
                "<</Type/Pages/Kids[3 0 R 4 0 R 6 0 R]/Count 1>>",
                "<</Type/Page/MediaBox[0 0 10 20]>>",
                "<</Type/Pages/Kids[5 0 R]/Count 0>>",
                "<</Type/Page/MediaBox[0 0 20 20]>>",
                "<</Type/Page/MediaBox[0 0 30 20]>>");
        List<PageRecord> records = Drawn.records(file, Drawn.OPTIONS);
        assertThat(records).hasSize(4).last().isEqualTo(new PageRecord.End());
        assertThat(records.subList(0, 3))
                .extracting(record -> ((PageRecord.Page) record).png()[19])
                .containsExactly((byte) 10, (byte) 20, (byte) 30); // the width in a PNG file's header
    }

    @ParameterizedTest
    @ValueSource(strings = {"8 0 R", "null", "(page)", "[3 0 R]"})
    void aPageThatIsNoneIsMissing(String second) throws IOException {
        byte[] file = file(
                "<</Type/Catalog/Pages 2 0 R>>",
                "<</Type/Pages/Kids[3 0 R %s]/Count 2>>".formatted(second),
                "<</Type/Page/MediaBox[0 0 10 20]>>");
        assertFault(file, "Page 2 of the document is missing from the file.");
    }

    @Test
    void aPageThatIsThereTwiceIsDrawnTwice() throws IOException {
        byte[] file = file(
                "<</Type/Catalog/Pages 2 0 R>>",
                "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>",
                "<</Type/Page/MediaBox[0 0 10 20]>>");
        assertThat(Drawn.records(file, Drawn.OPTIONS)).hasSize(3).last().isEqualTo(new PageRecord.End());
    }
}
