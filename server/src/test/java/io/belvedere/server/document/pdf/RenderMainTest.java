package io.belvedere.server.document.pdf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.belvedere.chat.DocumentProblem;
import io.belvedere.server.document.Pdfs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PDF files to pictures, without the process around it. */
class RenderMainTest {
    private static final PDRectangle SQUARE = new PDRectangle(200, 200);

    @Test
    void textIsDrawnInBlackOnWhite() throws IOException {
        BufferedImage page = Drawn.page(Pdfs.text(PDRectangle.A4, "Hello"), Drawn.OPTIONS);

        assertThat(page.getWidth()).isEqualTo(595);
        assertThat(page.getHeight()).isEqualTo(841);
        assertThat(Drawn.darkPixels(page)).isBetween(150, 1_500);
        assertThat(page.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void pagesComeInOrderAndTheSameEachTime() throws IOException {
        byte[] file = Pdfs.pages(12);
        List<PageRecord> records = Drawn.records(file, Drawn.OPTIONS);

        assertThat(records).hasSize(13).last().isEqualTo(new PageRecord.End());
        for (int i = 1; i <= 12; i++) {
            byte[] alone = Pdfs.text(PDRectangle.A4, Integer.toString(i));
            assertThat(png(records.get(i - 1)))
                    .as("page %d", i)
                    .isEqualTo(png(Drawn.records(alone, Drawn.OPTIONS).getFirst()));
        }
        assertThat(png(Drawn.records(file, Drawn.OPTIONS).getFirst())).isEqualTo(png(records.getFirst()));
    }

    private static byte[] png(PageRecord record) {
        return ((PageRecord.Page) record).png();
    }

    @ParameterizedTest
    @CsvSource({
        "0,   0.25, 0.75",
        "90,  0.25, 0.25",
        "180, 0.75, 0.25",
        "270, 0.75, 0.75",
        "-90, 0.75, 0.75",
        "450, 0.25, 0.25",
    })
    void rotatedPagesAreUpright(int degrees, double x, double y) throws IOException {
        byte[] file = Pdfs.blackQuarter(
                new PDRectangle(200, 100), document -> document.getPage(0).setRotation(degrees));
        BufferedImage page = Drawn.page(file, Drawn.OPTIONS);

        assertThat(page.getWidth()).isEqualTo(degrees / 90 % 2 == 0 ? 200 : 100);
        assertThat(Drawn.isDark(page, x, y)).isTrue();
        assertThat(Drawn.isDark(page, 1 - x, 1 - y)).isFalse();
    }

    @Test
    void whatTheCropBoxLeavesIsShown() throws IOException {
        byte[] file =
                Pdfs.blackQuarter(SQUARE, document -> document.getPage(0).setCropBox(new PDRectangle(0, 0, 100, 50)));
        BufferedImage page = Drawn.page(file, Drawn.OPTIONS);

        assertThat(page.getWidth()).isEqualTo(100);
        assertThat(page.getHeight()).isEqualTo(50);
        assertThat(Drawn.darkPixels(page)).isEqualTo(5_000);
    }

    @ParameterizedTest
    @CsvSource({
        "595,   842,   150, 1239, 1754",
        "595,   842,   72,  595,  842",
        "612,   792,   120, 1020, 1320",
        "14400, 14400, 150, 1732, 1732", // 200 inches, the most that PDF allows
        "14400, 7200,  72,  2449, 1224",
        "1e6,   1e6,   72,  1732, 1732",
        "72,    72,    600, 600,  600",
        "1,     14400, 36,  1,    24000", // drawn larger, up to the least area
        "72,    72,    36,  200,  200",
    })
    void pagesHaveTheResolutionAskedForWithinTheirPixels(
            float width, float height, int dpi, int expectedWidth, int expectedHeight) throws IOException {
        PageOptions options = new PageOptions(dpi, 1, 40_000, 3_000_000, 64 << 20, 60_000);
        BufferedImage page = Drawn.page(Pdfs.mediaBox(width, height), options);

        assertThat((long) page.getWidth() * page.getHeight()).isLessThanOrEqualTo(options.mostPixels());
        assertThat(page.getWidth()).isBetween(expectedWidth - 1, expectedWidth);
        assertThat(page.getHeight()).isBetween(expectedHeight - 1, expectedHeight);
    }

    @Test
    void aLargerUnitMakesALargerPage() throws IOException {
        byte[] file = Pdfs.blackQuarter(SQUARE, document -> document.getPage(0).setUserUnit(3));
        assertThat(Drawn.page(file, Drawn.OPTIONS).getWidth()).isEqualTo(600);
    }

    static Stream<Arguments> refused() {
        byte[] good = Pdfs.pages(3);
        byte[] noTrailer = Arrays.copyOf(good, 40);
        return Stream.of(
                argumentSet("nothing", new byte[0], DocumentProblem.INVALID_FILE, "damaged"),
                argumentSet(
                        "only a header", "%PDF-1.7\n".getBytes(ISO_8859_1), DocumentProblem.INVALID_FILE, "damaged"),
                argumentSet("garbage behind the header", garbage(), DocumentProblem.INVALID_FILE, "damaged"),
                argumentSet("cut off", noTrailer, DocumentProblem.INVALID_FILE, "damaged"),
                argumentSet("encrypted", Pdfs.encrypted("user"), DocumentProblem.UNSUPPORTED_FILE, "encrypted"),
                argumentSet("encrypted for a key", publicKey(), DocumentProblem.UNSUPPORTED_FILE, "encrypted"),
                argumentSet("no pages", Pdfs.of(document -> {}), DocumentProblem.INVALID_FILE, "holds no pages"),
                argumentSet("width 0", Pdfs.mediaBox(0, 100), DocumentProblem.INVALID_FILE, "0.0 x 100.0 points"),
                argumentSet("height 0", Pdfs.mediaBox(100, 0), DocumentProblem.INVALID_FILE, "100.0 x 0.0 points"),
                argumentSet("no size", Pdfs.mediaBox(0, 0), DocumentProblem.INVALID_FILE, "0.0 x 0.0 points"),
                argumentSet(
                        "pages in a circle",
                        Pdfs.recursivePages(),
                        DocumentProblem.INVALID_FILE,
                        "Page 2 of the document is damaged"),
                argumentSet(
                        "JBIG2 that is none",
                        Pdfs.scan(COSName.JBIG2_DECODE),
                        DocumentProblem.INVALID_FILE,
                        "Page 1 of the document can't be drawn whole: it has a picture whose data are damaged or cut off"),
                argumentSet(
                        "JPEG 2000 that is none",
                        Pdfs.scan(COSName.JPX_DECODE),
                        DocumentProblem.INVALID_FILE,
                        "Page 1 of the document can't be drawn whole: it has a picture whose data are damaged or cut off"));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 0, -7})
    void pagesAreCountedWhateverTheFileTells(int told) throws IOException {
        assertThat(Drawn.darkPixels(Drawn.page(Pdfs.pageCount(told), Drawn.OPTIONS)))
                .isZero();
    }

    private static byte[] garbage() {
        byte[] bytes = new byte[5_000];
        new java.util.Random(7).nextBytes(bytes);
        System.arraycopy("%PDF-1.4\n".getBytes(ISO_8859_1), 0, bytes, 0, 9);
        return bytes;
    }

    /** A good file whose trailer says that it is encrypted with certificates. */
    private static byte[] publicKey() {
        String text = new String(Pdfs.encrypted("user"), ISO_8859_1);
        return text.replace("/Filter /Standard", "/Filter /Adobe.PubSec")
                .replace("/Filter/Standard", "/Filter/Adobe.PubSec")
                .getBytes(ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource
    void refused(byte[] file, DocumentProblem problem, String fact) throws IOException {
        assertThat(Drawn.records(file, Drawn.OPTIONS)).last().isInstanceOfSatisfying(PageRecord.Fault.class, fault -> {
            assertThat(fault.problem()).isEqualTo(problem);
            assertThat(fault.message()).contains(fact).doesNotContain("java", "pdfbox", "Exception");
        });
    }

    @Test
    void pagesBeyondTheBytesAreNotWritten() throws IOException {
        byte[] file = Pdfs.pages(3);
        List<PageRecord> all = Drawn.records(file, Drawn.OPTIONS);
        int two = png(all.get(0)).length + png(all.get(1)).length;
        int three = two + png(all.get(2)).length;

        assertThat(Drawn.records(file, Drawn.options(three))).hasSize(4).last().isEqualTo(new PageRecord.End());
        assertThat(Drawn.records(file, Drawn.options(three - 1)))
                .hasSize(3)
                .last()
                .isEqualTo(new PageRecord.TooManyBytes());
        assertThat(Drawn.records(file, Drawn.options(two - 1))).hasSize(2);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                argumentSet("memory", new OutOfMemoryError(), DocumentProblem.FILE_TOO_LARGE, "takes more memory than"),
                argumentSet("stack", new StackOverflowError(), DocumentProblem.INVALID_FILE, "damaged"),
                argumentSet("the platform", new InternalError("zlib"), DocumentProblem.INVALID_FILE, "damaged"),
                argumentSet("a class", new NoClassDefFoundError("a/B"), DocumentProblem.INVALID_FILE, "damaged"),
                argumentSet("a library", new UnsatisfiedLinkError("awt"), DocumentProblem.INVALID_FILE, "damaged"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorsWhileTheFileIsReadAreTold(Error error, DocumentProblem problem, String fact) throws IOException {
        InputStream failing = new InputStream() {
            @Override
            public int read() {
                throw error;
            }
        };
        assertFault(Drawn.records(failing, Drawn.OPTIONS), problem, "The document", fact);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorsWhileAPageIsWrittenAreTold(Error error, DocumentProblem problem, String fact) throws IOException {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        FailingWriters failing = new FailingWriters(error);
        List<ImageWriterSpi> others = new ArrayList<>();
        registry.getServiceProviders(ImageWriterSpi.class, false).forEachRemaining(others::add);
        registry.registerServiceProvider(failing, ImageWriterSpi.class);
        others.forEach(other -> registry.setOrdering(ImageWriterSpi.class, failing, other));
        try {
            assertFault(Drawn.records(Pdfs.pages(1), Drawn.OPTIONS), problem, "Page 1 of the document", fact);
        } finally {
            registry.deregisterServiceProvider(failing, ImageWriterSpi.class);
        }
    }

    private static void assertFault(List<PageRecord> records, DocumentProblem problem, String name, String fact) {
        assertThat(records).singleElement().isInstanceOfSatisfying(PageRecord.Fault.class, fault -> {
            assertThat(fault.problem()).isEqualTo(problem);
            assertThat(fault.message()).startsWith(name).contains(fact);
        });
    }

    /** PNG writers that can't be had. */
    private static final class FailingWriters extends ImageWriterSpi {
        private final Error error;

        FailingWriters(Error error) {
            this.error = error;
            names = new String[] {"png"};
        }

        @Override
        public boolean canEncodeImage(ImageTypeSpecifier type) {
            return true;
        }

        @Override
        public ImageWriter createWriterInstance(Object extension) {
            throw error;
        }

        @Override
        public String getDescription(Locale locale) {
            return "fails";
        }
    }

    @Test
    void aStreamThatBreaksEndsTheProcess() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }
        };
        assertThatThrownBy(() -> Drawn.records(broken, Drawn.OPTIONS)).isInstanceOf(IOException.class);
    }

    @Test
    void tooManyPagesAreCountedAndNoneIsDrawn() throws IOException {
        assertThat(Drawn.records(Pdfs.pages(1_000), Drawn.OPTIONS)).containsExactly(new PageRecord.TooManyPages(1_000));
    }

    @Test
    void aFileThatOnlyItsOwnerMayChangeIsRead() throws IOException {
        assertThat(Drawn.darkPixels(Drawn.page(Pdfs.encrypted(""), Drawn.OPTIONS)))
                .isGreaterThan(100);
    }

    @Test
    void aFormThatDrawsItselfComesToAnEnd() throws IOException {
        BufferedImage page = Drawn.page(Pdfs.recursiveForm(1), Drawn.OPTIONS);
        assertThat(Drawn.isDark(page, 0.05, 0.95)).isTrue();
    }

    @Test
    void deeplyNestedFormsComeToAnEnd() throws IOException {
        assertThat(Drawn.darkPixels(Drawn.page(Pdfs.nestedForms(40, 1), Drawn.OPTIONS)))
                .isEqualTo(2_500);
        assertThat(Drawn.records(Pdfs.nestedForms(20_000, 1), Drawn.OPTIONS))
                .last()
                .isInstanceOfAny(PageRecord.End.class, PageRecord.Fault.class);
    }

    @Test
    void scriptsAreNotRun() throws IOException {
        assertThat(Drawn.darkPixels(Drawn.page(Pdfs.javaScript(), Drawn.OPTIONS)))
                .isZero();
    }

    @Test
    void filledInFieldsAreDrawnThoughTheFileHasNoLooksForThem() throws IOException {
        assertThat(Drawn.darkPixels(Drawn.page(Pdfs.field("Belvedere"), Drawn.OPTIONS)))
                .isGreaterThan(100);
        assertThat(Drawn.darkPixels(Drawn.page(Pdfs.field(""), Drawn.OPTIONS))).isZero();
    }

    @Test
    void scannedPagesAreDrawn() throws IOException {
        BufferedImage page = Drawn.page(Pdfs.bitmap(2_000, 3_000), Drawn.OPTIONS);
        assertThat(Drawn.darkPixels(page)).isEqualTo(page.getWidth() * page.getHeight());
    }

    @ParameterizedTest
    @CsvSource({"-5", "1000", "-2147483648", "2147483647"})
    void recordsOfNoKindAreRefused(int number) {
        byte[] bytes = ByteBuffer.allocate(4).putInt(number).array();
        assertThatThrownBy(() -> PageRecord.read(new DataInputStream(new ByteArrayInputStream(bytes)), 999))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(EOFException.class);
    }
}
