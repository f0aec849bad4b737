package io.belvedere.server.document.pdf;

import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/**
 * Draws what a viewer would show, and fails where the library would leave something out, or draw a part of it, because
 * it can't do better: nobody is to be told what a page says that is blank or half.
 */
final class StrictRenderer extends PDFRenderer {
    private final PictureCheck pictures = new PictureCheck();
    private final ContentCheck contents = new ContentCheck();
    private final TextCheck texts = new TextCheck();

    StrictRenderer(PDDocument document) {
        super(document);
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
        return new StrictDrawer(parameters, pictures, contents, texts);
    }
}
