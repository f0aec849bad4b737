package io.belvedere.server.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small files of every kind of content, and of what can be wrong with it: each comes out as poppler draws it, or is
 * refused in the words that {@code matrix.tsv} tells. {@code bench/documents/make_pdf_matrix.py} makes them.
 */
class PdfMatrixTest {
    private static final int BLOCK = 8;

    private record Row(String name, String what, String expected, String tolerance) {
        Arguments argument() {
            return argumentSet(name + ": " + what, this);
        }

        boolean isDrawn() {
            return expected.equals("right");
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(PdfMatrixTest.class.getResourceAsStream("/pdf/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rows() {
        return new String(resource("matrix.tsv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(cells -> new Row(cells[0], cells[1], cells[2], cells[3]))
                .toList();
    }

    static Stream<Arguments> drawn() {
        return rows().stream().filter(Row::isDrawn).map(Row::argument);
    }

    @ParameterizedTest
    @MethodSource
    void drawn(Row row) throws IOException {
        BufferedImage page = Drawn.page(resource(row.name() + ".pdf"), Drawn.OPTIONS);
        BufferedImage reference = ImageIO.read(new ByteArrayInputStream(resource(row.name() + ".png")));

        assertThat(page.getWidth()).isEqualTo(reference.getWidth());
        assertThat(page.getHeight()).isEqualTo(reference.getHeight());
        assertThat(difference(page, reference)).isLessThanOrEqualTo(Double.parseDouble(row.tolerance()));
    }

    static Stream<Arguments> refused() {
        return rows().stream().filter(row -> !row.isDrawn()).map(Row::argument);
    }

    /** One file may be drawn instead, if the machine has a font for it: then there is something on its page. */
    @ParameterizedTest
    @MethodSource
    void refused(Row row) throws IOException {
        String words = row.expected().replace("drawn|", "");
        PageRecord record =
                Drawn.records(resource(row.name() + ".pdf"), Drawn.OPTIONS).getFirst();
        switch (record) {
            case PageRecord.Fault fault ->
                assertThat(fault.message()).contains(words).containsIgnoringCase("the document");
            case PageRecord.Page(byte[] png) -> {
                assertThat(row.expected()).as("drawn").startsWith("drawn|");
                assertThat(Drawn.darkPixels(ImageIO.read(new ByteArrayInputStream(png))))
                        .isGreaterThan(200);
            }
            default -> throw new AssertionError(record);
        }
    }

    @Test
    void aBlankPageOrABlackOneWouldBeSeen() throws IOException {
        for (Row row : rows()) {
            if (row.isDrawn()) {
                BufferedImage reference = ImageIO.read(new ByteArrayInputStream(resource(row.name() + ".png")));
                BufferedImage page =
                        new BufferedImage(reference.getWidth(), reference.getHeight(), BufferedImage.TYPE_INT_RGB);
                assertThat(difference(page, reference))
                        .as(row.name())
                        .isGreaterThan(Double.parseDouble(row.tolerance()));
                page.createGraphics().fillRect(0, 0, page.getWidth(), page.getHeight());
                assertThat(difference(page, reference))
                        .as(row.name())
                        .isGreaterThan(Double.parseDouble(row.tolerance()));
            }
        }
    }

    /** The greatest difference of one colour, 0 to 255, between the means of corresponding blocks. */
    private static double difference(BufferedImage page, BufferedImage reference) {
        double greatest = 0;
        for (int y = 0; y < page.getHeight(); y += BLOCK) {
            for (int x = 0; x < page.getWidth(); x += BLOCK) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    double difference = mean(page, x, y, shift) - mean(reference, x, y, shift);
                    greatest = Math.max(greatest, Math.abs(difference));
                }
            }
        }
        return greatest;
    }

    private static double mean(BufferedImage page, int left, int top, int shift) {
        long sum = 0;
        int count = 0;
        for (int y = top; y < Math.min(top + BLOCK, page.getHeight()); y++) {
            for (int x = left; x < Math.min(left + BLOCK, page.getWidth()); x++) {
                sum += page.getRGB(x, y) >> shift & 0xFF;
                count++;
            }
        }
        return (double) sum / count;
    }
}
