package io.belvedere.server.document.pdf;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Timer;
import java.util.TimerTask;
import javax.imageio.ImageIO;

/** The rendering process: a PDF file on standard input, {@link PageRecord}s on standard output. Its arguments are {@link PageOptions}. */
public final class RenderMain {
    private RenderMain() {}

    public static void main(String[] arguments) throws IOException {
        PageOptions options = PageOptions.parse(arguments);
        endAfter(options.millis());
        System.setOut(System.err); // nobody else writes between the records
        ImageIO.setUseCache(false);
        byte[] file = System.in.readAllBytes();
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            render(file, options, out);
        }
    }

    static void render(byte[] file, PageOptions options, DataOutputStream out) throws IOException {
        try (PdfPages pages = PdfPages.open(file)) {
            int count = pages.count();
            if (count > options.mostPages()) {
                new PageRecord.TooManyPages(count).write(out);
                return;
            }
            for (int page = 0; page < count; page++) {
                new PageRecord.Page(pages.png(page, options)).write(out);
            }
            new PageRecord.End().write(out);
        } catch (PageFault e) {
            new PageRecord.Fault(e.problem(), e.fact()).write(out);
        }
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
