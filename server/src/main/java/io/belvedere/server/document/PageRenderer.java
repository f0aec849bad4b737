package io.belvedere.server.document;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.DocumentProblem;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.PixelRange;
import io.belvedere.server.document.pdf.PageOptions;
import io.belvedere.server.document.pdf.PageRecord;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.belvedere.turns.FairRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Draws the pages of PDF files, a process for each file: a hostile one can exhaust neither this process's memory nor
 * its time, and one that nobody waits for any more is ended at once. The same file gives the same bytes, so that pages
 * are found in caches of pictures.
 */
public final class PageRenderer implements AutoCloseable {
    /** Readers accept what stands before the header within so many bytes. */
    private static final int MOST_BEFORE_HEADER = 1024;

    private final Limits limits;
    private final FairRoom room;
    private final Scratch scratch = new Scratch();
    private final Set<RenderProcess> running = ConcurrentHashMap.newKeySet();

    public PageRenderer(Limits limits) {
        this.limits = limits;
        int processes = limits.intOf(Limit.PDF_PROCESSES);
        this.room = new FairRoom(
                "Too many documents are being drawn", processes, processes * limits.of(Limit.PDF_PICTURES));
    }

    /**
     * What a request asks of one of its documents.
     *
     * @param pixels of a page
     * @param others pictures and documents of the request beside it, which count against the same limit
     * @param bytes that its pages may have together, as files
     * @param deadline of the request: drawing takes no longer
     */
    record Wish(PixelRange pixels, int others, long bytes, Deadline deadline) {}

    /**
     * Waits for the request's turn. The place is for all its documents, one after the other; it is to be closed when
     * nobody here needs their pages any more, so that no more requests have pages than there are places.
     *
     * @throws ChatException if there was no place in time
     */
    FairRoom.Place enter(ChatRequest request) throws ChatException, InterruptedException {
        Duration most = request.deadline().left(limits.time(Limit.PDF_WAIT));
        return room.enter(request.caller(), 1, limits.of(Limit.PDF_PICTURES), most);
    }

    /** Requests that wait for their turn. */
    int waiting() {
        return room.waiting();
    }

    /**
     * The pages as PNG files, for a request that has a place.
     *
     * @throws InterruptedException if the caller is interrupted; then the process is gone
     */
    List<ImageBytes> render(byte[] file, Wish wish) throws DocumentException, InterruptedException {
        requirePdf(file);
        int left = Math.max(0, limits.intOf(Limit.IMAGES) - wish.others());
        PixelRange pixels = wish.pixels().within(new PixelRange(1, limits.of(Limit.IMAGE_PIXELS)));
        PageOptions options = new PageOptions(
                limits.intOf(Limit.PDF_DPI),
                Math.min(limits.intOf(Limit.PDF_PAGES), left),
                pixels.min(),
                pixels.max(),
                wish.bytes(),
                limits.of(Limit.PDF_TIME) + 1_000);
        Duration most = wish.deadline().left(limits.time(Limit.PDF_TIME));
        return pages(draw(file, options, most.toMillis()), left);
    }

    private void requirePdf(byte[] file) throws DocumentException {
        if (file.length > limits.of(Limit.PDF_SIZE)) {
            throw DocumentException.tooLarge("The document has %d bytes; at most %s are taken (pdf-size)."
                    .formatted(file.length, limits.text(Limit.PDF_SIZE)));
        }
        String head = new String(file, 0, Math.min(file.length, MOST_BEFORE_HEADER), StandardCharsets.ISO_8859_1);
        if (!head.contains("%PDF-")) {
            throw new DocumentException(
                    DocumentProblem.INVALID_FILE, "The document is no PDF: it does not begin with %PDF-.");
        }
    }

    private List<PageRecord> draw(byte[] file, PageOptions options, long millis)
            throws DocumentException, InterruptedException {
        try (RenderProcess process = RenderProcess.start(options, limits.of(Limit.PDF_MEMORY), scratch.folder())) {
            running.add(process);
            try {
                return process.draw(file, millis);
            } finally {
                running.remove(process);
            }
        } catch (TimeoutException e) {
            if (millis < limits.of(Limit.PDF_TIME)) {
                throw DocumentException.tooLarge("The request's time was over before its document was drawn.");
            }
            throw DocumentException.tooLarge(
                    "The document took longer than %s to draw (pdf-time).".formatted(limits.text(Limit.PDF_TIME)));
        } catch (IOException e) {
            throw new UncheckedIOException("a document could not be drawn", e);
        }
    }

    private List<ImageBytes> pages(List<PageRecord> records, int left) throws DocumentException {
        List<ImageBytes> pages = new ArrayList<>();
        for (PageRecord record : records) {
            switch (record) {
                case PageRecord.Page(byte[] png) -> pages.add(new ImageBytes(png));
                case PageRecord.End() -> {
                    return pages;
                }
                case PageRecord.TooManyPages(int count) -> throw tooMany(count, left);
                case PageRecord.TooManyBytes() ->
                    throw DocumentException.tooLarge(
                            "The pages of the request's documents take more than %s as pictures (pdf-pictures)."
                                    .formatted(limits.text(Limit.PDF_PICTURES)));
                case PageRecord.Fault(DocumentProblem problem, String message) ->
                    throw new DocumentException(problem, message);
            }
        }
        throw new IllegalStateException("a drawing process went on after " + pages.size() + " pages");
    }

    private DocumentException tooMany(int count, int left) {
        if (count > limits.of(Limit.PDF_PAGES)) {
            return DocumentException.tooLarge("The document has %d pages; at most %d are taken (pdf-pages)."
                    .formatted(count, limits.of(Limit.PDF_PAGES)));
        }
        return DocumentException.tooLarge(
                "The document has %d pages; of the %d images that a request may hold, %d are left for it."
                        .formatted(count, limits.of(Limit.IMAGES), left));
    }

    /** Ends what runs. */
    @Override
    public void close() {
        running.forEach(RenderProcess::close);
        scratch.close();
    }
}
