package io.belvedere.server.document.pdf;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Timer;
import java.util.TimerTask;
import javax.imageio.ImageIO;

/**
 * The rendering process: a PDF file on standard input, {@link PageRecord}s on standard output. Its arguments are
 * {@link PageOptions}.
 */
public final class RenderMain {
    private RenderMain() {}

    public static void main(String[] arguments) throws IOException {
        PageOptions options = PageOptions.parse(arguments);
        endAfter(options.millis());
        System.setOut(System.err); // nobody else writes between the records
        ImageIO.setUseCache(false);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            render(System.in, options, out);
        }
    }

    /** Whatever a file makes this process throw is told in a record: only a stream that broke ends it without one. */
    static void render(InputStream in, PageOptions options, DataOutputStream out) throws IOException {
        PageRecord last;
        try (PdfPages pages = PdfPages.open(in.readAllBytes())) {
            last = draw(pages, options, out);
        } catch (PageFault e) {
            last = new PageRecord.Fault(e.problem(), e.fact());
        } catch (RuntimeException | Error e) {
            PageFault fault = PdfPages.toFault(PdfPages.DOCUMENT, e);
            last = new PageRecord.Fault(fault.problem(), fault.fact());
        }
        last.write(out);
    }

    /** Writes the pages; returns what is to be written after them. */
    private static PageRecord draw(PdfPages pages, PageOptions options, DataOutputStream out)
            throws IOException, PageFault {
        int count = pages.count();
        if (count > options.mostPages()) {
            return new PageRecord.TooManyPages(count);
        }
        long left = options.mostBytes();
        for (int page = 0; page < count; page++) {
            byte[] png = pages.png(page, options);
            if (png.length > left) {
                return new PageRecord.TooManyBytes();
            }
            left -= png.length;
            new PageRecord.Page(png).write(out);
        }
        return new PageRecord.End();
    }

    private static void endAfter(long millis) {
        new Timer("time limit", true)
                .schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                Runtime.getRuntime().halt(1);
                            }
                        },
                        millis);
    }
}
