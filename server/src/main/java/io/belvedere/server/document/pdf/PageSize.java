package io.belvedere.server.document.pdf;

import io.belvedere.chat.DocumentProblem;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** How large a page is drawn, decided before there is a pixel of it. */
final class PageSize {
    private static final float POINTS_PER_INCH = 72;

    private PageSize() {}

    /**
     * Pixels for each unit of the page: the resolution asked for, or another where that would be too many pixels or too few.
     *
     * @param name of the page in messages
     */
    static float scale(PDPage page, PageOptions options, String name) throws PageFault {
        PDRectangle shown = page.getCropBox();
        double width = shown.getWidth();
        double height = shown.getHeight();
        double area = width * height;
        if (!(width >= 1 && height >= 1 && area <= Float.MAX_VALUE)) {
            throw new PageFault(
                    DocumentProblem.INVALID_FILE, "%s is %s x %s points in size.".formatted(name, width, height));
        }
        double wanted = options.dpi() / POINTS_PER_INCH * Math.max(page.getUserUnit(), 1e-3);
        return (float)
                Math.clamp(wanted, Math.sqrt(options.leastPixels() / area), Math.sqrt(options.mostPixels() / area));
    }
}
