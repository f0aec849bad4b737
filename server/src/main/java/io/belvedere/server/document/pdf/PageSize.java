package io.belvedere.server.document.pdf;

import io.belvedere.chat.DocumentProblem;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageTree;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** How large a page is drawn, decided before there is a pixel of it. */
final class PageSize {
    private static final float POINTS_PER_INCH = 72;

    private PageSize() {}

    /**
     * Pixels for each unit of the page: the resolution asked for, or another where that would be too many pixels or too
     * few.
     *
     * @param name of the page in messages
     */
    static float scale(PDPage page, PageOptions options, String name) throws PageFault {
        PDRectangle shown = shown(page);
        page.setCropBox(shown);
        double width = shown.getWidth();
        double height = shown.getHeight();
        double area = width * height;
        if (!(hasArea(shown) && area <= Float.MAX_VALUE)) {
            throw new PageFault(
                    DocumentProblem.INVALID_FILE, "%s is %s x %s points in size.".formatted(name, width, height));
        }
        double wanted = options.dpi() / POINTS_PER_INCH * Math.max(page.getUserUnit(), 1e-3);
        return (float)
                Math.clamp(wanted, Math.sqrt(options.leastPixels() / area), Math.sqrt(options.mostPixels() / area));
    }

    /** What of the crop box lies within the media box; where that is nothing, the media box, as in viewers. */
    private static PDRectangle shown(PDPage page) {
        PDRectangle media = page.getMediaBox();
        if (!(PDPageTree.getInheritableAttribute(page.getCOSObject(), COSName.CROP_BOX) instanceof COSArray crop)) {
            return media;
        }
        PDRectangle box = new PDRectangle(crop);
        float left = Math.max(box.getLowerLeftX(), media.getLowerLeftX());
        float bottom = Math.max(box.getLowerLeftY(), media.getLowerLeftY());
        PDRectangle both = new PDRectangle(
                left,
                bottom,
                Math.min(box.getUpperRightX(), media.getUpperRightX()) - left,
                Math.min(box.getUpperRightY(), media.getUpperRightY()) - bottom);
        return hasArea(both) ? both : media;
    }

    private static boolean hasArea(PDRectangle box) {
        return box.getWidth() >= 1 && box.getHeight() >= 1;
    }
}
