package io.belvedere.server.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.belvedere.chat.Deadline;
import io.belvedere.chat.DocumentProblem;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.PixelRange;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents drawn by real processes. */
class PageRendererTest {
    private static final Limits LIMITS = Limits.DEFAULTS.with(Limit.PDF_TIME, 600_000);
    private static final long PLENTY = 64 << 20;
    private static final Duration LONG = Duration.ofMinutes(2);

    /** More squares than anyone will see drawn. */
    private static final byte[] ENDLESS = Pdfs.nestedForms(45, 3);

    @Test
    void theSameFileGivesTheSamePictures() throws Exception {
        byte[] file = Pdfs.pages(3);
        try (PageRenderer renderer = new PageRenderer(LIMITS)) {
            List<ImageBytes> first = renderer.render(file, beside(0));
            List<ImageBytes> second = renderer.render(file, beside(5));

            assertThat(first).hasSize(3);
            assertThat(first.stream().map(ImageBytes::sha256).distinct()).hasSize(3);
            assertThat(second.stream().map(ImageBytes::sha256))
                    .containsExactlyElementsOf(
                            first.stream().map(ImageBytes::sha256).toList());
        }
    }

    static Stream<Arguments> refused() {
        byte[] good = Pdfs.pages(3);
        byte[] late = ("x".repeat(1024) + "%PDF-1.4").getBytes(ISO_8859_1);
        return Stream.of(
                argumentSet("no bytes", LIMITS, new byte[0], 0, DocumentProblem.INVALID_FILE, "%PDF-"),
                argumentSet(
                        "a picture",
                        LIMITS,
                        new byte[] {(byte) 0x89, 'P', 'N', 'G'},
                        0,
                        DocumentProblem.INVALID_FILE,
                        "%PDF-"),
                argumentSet("a header too late", LIMITS, late, 0, DocumentProblem.INVALID_FILE, "%PDF-"),
                argumentSet("damaged", LIMITS, Arrays.copyOf(good, 50), 0, DocumentProblem.INVALID_FILE, "damaged"),
                argumentSet("encrypted", LIMITS, Pdfs.encrypted("x"), 0, DocumentProblem.UNSUPPORTED_FILE, "encrypted"),
                argumentSet(
                        "too many bytes",
                        LIMITS.with(Limit.PDF_SIZE, 1024),
                        new byte[1025],
                        0,
                        DocumentProblem.FILE_TOO_LARGE,
                        "1025 bytes; at most 1 KiB"),
                argumentSet(
                        "too many pages",
                        LIMITS.with(Limit.PDF_PAGES, 2),
                        good,
                        0,
                        DocumentProblem.FILE_TOO_LARGE,
                        "3 pages; at most 2"),
                argumentSet(
                        "too many with others",
                        LIMITS,
                        good,
                        14,
                        DocumentProblem.FILE_TOO_LARGE,
                        "3 pages; of the 16 images that a request may hold, 2 are left"),
                argumentSet("no room at all", LIMITS, good, 20, DocumentProblem.FILE_TOO_LARGE, "0 are left"),
                argumentSet(
                        "endless",
                        LIMITS.with(Limit.PDF_TIME, 100),
                        ENDLESS,
                        0,
                        DocumentProblem.FILE_TOO_LARGE,
                        "longer than 100 ms"),
                argumentSet(
                        "a file larger than the memory for it",
                        LIMITS.with(Limit.PDF_MEMORY, 64 << 20).with(Limit.PDF_SIZE, 128 << 20),
                        Arrays.copyOf(good, 100 << 20),
                        0,
                        DocumentProblem.FILE_TOO_LARGE,
                        "takes more memory than the"),
                argumentSet(
                        "a bomb of 112 MB of bits",
                        LIMITS.with(Limit.PDF_MEMORY, 64 << 20),
                        Pdfs.bitmap(30_000, 30_000),
                        0,
                        DocumentProblem.FILE_TOO_LARGE,
                        "takes more memory than the"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Limits limits, byte[] file, int others, DocumentProblem problem, String fact) {
        try (PageRenderer renderer = new PageRenderer(limits)) {
            assertThatThrownBy(() -> renderer.render(file, beside(others)))
                    .isInstanceOfSatisfying(DocumentException.class, refusal -> {
                        assertThat(refusal.problem()).isEqualTo(problem);
                        assertThat(refusal.fact()).contains(fact);
                    });
        }
        assertThat(processes()).isEmpty();
    }

    @Test
    void aHugeBitmapIsDrawnWithinTheMemoryOfOneDocument() throws Exception {
        try (PageRenderer renderer = new PageRenderer(LIMITS)) {
            assertThat(renderer.render(Pdfs.bitmap(30_000, 30_000), beside(0))).hasSize(1);
        }
    }

    @Test
    void whoeverIsInterruptedLeavesNoProcess() throws Exception {
        try (PageRenderer renderer = new PageRenderer(LIMITS)) {
            FutureTask<List<ImageBytes>> endless = new FutureTask<>(() -> renderer.render(ENDLESS, beside(0)));
            Thread caller = Thread.startVirtualThread(endless);
            await().atMost(LONG).until(() -> !processes().isEmpty());
            caller.interrupt();

            assertThatThrownBy(endless::get).hasCauseInstanceOf(InterruptedException.class);
            await().atMost(LONG).until(() -> processes().isEmpty());
            assertThat(renderer.render(Pdfs.pages(1), beside(0))).hasSize(1);
        }
    }

    @Test
    void aRequestHasNoMoreTimeForItsDocumentsThanForItsAnswer() {
        PageRenderer.Wish brief = new PageRenderer.Wish(PixelRange.ANY, 0, PLENTY, Deadline.in(Duration.ofMillis(50)));
        try (PageRenderer renderer = new PageRenderer(LIMITS)) {
            assertThatThrownBy(() -> renderer.render(ENDLESS, brief)).hasMessageContaining("time was over");
        }
    }

    @Test
    void pagesStayWithinTheBytesThatAreLeft() throws Exception {
        byte[] file = Pdfs.pages(2);
        try (PageRenderer renderer = new PageRenderer(LIMITS.with(Limit.PDF_PICTURES, 5 << 20))) {
            long bytes = renderer.render(file, beside(0)).stream()
                    .mapToLong(page -> page.bytes().length)
                    .sum();
            assertThat(renderer.render(file, new PageRenderer.Wish(PixelRange.ANY, 0, bytes, Deadline.none())))
                    .hasSize(2);
            for (long few : new long[] {0, bytes - 1}) {
                assertThatThrownBy(() ->
                                renderer.render(file, new PageRenderer.Wish(PixelRange.ANY, 0, few, Deadline.none())))
                        .isInstanceOfSatisfying(DocumentException.class, refusal -> {
                            assertThat(refusal.problem()).isEqualTo(DocumentProblem.FILE_TOO_LARGE);
                            assertThat(refusal.fact()).contains("more than 5 MiB as pictures (pdf-pictures)");
                        });
            }
        }
    }

    @Test
    void pagesHaveThePixelsThatAreWished() throws Exception {
        PageRenderer.Wish few = new PageRenderer.Wish(new PixelRange(1, 10_000), 0, PLENTY, Deadline.none());
        PageRenderer.Wish many =
                new PageRenderer.Wish(new PixelRange(3_000_000, 4_000_000), 0, PLENTY, Deadline.none());
        PageRenderer.Wish most = new PageRenderer.Wish(new PixelRange(1L << 40, 1L << 50), 0, PLENTY, Deadline.none());
        byte[] file = Pdfs.pages(1);
        try (PageRenderer renderer = new PageRenderer(LIMITS.with(Limit.IMAGE_PIXELS, 1_000_000))) {
            assertThat(pixels(renderer.render(file, few))).isBetween(9_500L, 10_000L);
            assertThat(pixels(renderer.render(file, most))).isBetween(995_000L, 1_000_000L);
        }
        try (PageRenderer renderer = new PageRenderer(LIMITS)) {
            assertThat(pixels(renderer.render(file, beside(0)))).isEqualTo(992 * 1403);
            assertThat(pixels(renderer.render(file, many))).isBetween(2_990_000L, 3_000_000L);
        }
    }

    private static long pixels(List<ImageBytes> pages) throws Exception {
        return ImageDecoder.DEFAULT.probe(pages.getFirst()).oriented().pixels();
    }

    @Test
    void closingEndsWhatRuns() throws Exception {
        PageRenderer renderer = new PageRenderer(LIMITS);
        FutureTask<List<ImageBytes>> endless = new FutureTask<>(() -> renderer.render(ENDLESS, beside(0)));
        Thread.startVirtualThread(endless);
        await().atMost(LONG).until(() -> !processes().isEmpty());
        renderer.close();

        assertThatThrownBy(endless::get).hasRootCauseInstanceOf(IOException.class);
        await().atMost(LONG).until(() -> processes().isEmpty());
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        Path home = Path.of(System.getProperty("user.home"), ".pdfbox.cache");
        boolean wasThere = Files.exists(home);
        Scratch scratch = new Scratch();
        Path folder = scratch.folder();
        assertThat(scratch.folder()).isEqualTo(folder);
        Files.writeString(folder.resolve(".pdfbox.cache"), "fonts");
        scratch.close();
        assertThat(folder).doesNotExist();

        try (PageRenderer renderer = new PageRenderer(LIMITS)) {
            renderer.render(Pdfs.text(PDRectangle.A6, "Hello"), beside(0));
        }
        assertThat(Files.exists(home)).isEqualTo(wasThere);
    }

    private static PageRenderer.Wish beside(int others) {
        return new PageRenderer.Wish(PixelRange.ANY, others, PLENTY, Deadline.none());
    }

    /** What this process has started and what still runs: only drawing processes here. */
    private static List<ProcessHandle> processes() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }
}
