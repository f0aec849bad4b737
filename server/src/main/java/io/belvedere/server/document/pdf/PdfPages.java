package io.belvedere.server.document.pdf;

import io.belvedere.chat.DocumentProblem;
import io.belvedere.server.document.pdf.jpx.JpxReaderProvider;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdmodel.DefaultResourceCache;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.RenderDestination;

/** An open PDF file whose pages are drawn one by one. */
final class PdfPages implements AutoCloseable {
    static final String DOCUMENT = "The document";

    /** Little compression, about twice as fast as the usual; still a tenth of the pixels' size. */
    private static final float QUICK = 0.9f;

    private final PDDocument document;
    private final PDFRenderer renderer;

    private PdfPages(PDDocument document) {
        this.document = document;
        this.renderer = new StrictRenderer(document);
    }

    static PdfPages open(byte[] file) throws PageFault {
        JpxReaderProvider.register();
        return guarded(DOCUMENT, () -> {
            PDDocument document = load(file);
            COSDictionary pages = document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.PAGES);
            if (pages != null) {
                PageTree.repair(pages);
            }
            drawFormFields(document);
            return new PdfPages(document);
        });
    }

    private static PDDocument load(byte[] file) throws IOException, PageFault {
        try {
            return new WholeTreeParser(new RandomAccessReadBuffer(file)).parse();
        } catch (InvalidPasswordException | NoClassDefFoundError e) { // the class is one of public-key cryptography
            throw new PageFault(
                    DocumentProblem.UNSUPPORTED_FILE,
                    "The document is encrypted and can't be opened without a password or key.");
        }
    }

    /**
     * Leaves pages in the tree that are not in the file, where the library, having lost its way and searched for
     * objects, would take them out.
     */
    private static final class WholeTreeParser extends PDFParser {
        WholeTreeParser(RandomAccessRead file) throws IOException {
            super(file);
        }

        @Override
        protected void checkPages(COSDictionary root) throws IOException {
            if (root.getCOSDictionary(COSName.PAGES) == null) {
                throw new IOException("no pages");
            }
        }
    }

    /** Fields that were filled in, but whose looks were left to the viewer, get some. */
    private static void drawFormFields(PDDocument document) {
        try {
            document.getDocumentCatalog().getAcroForm();
        } catch (RuntimeException | LinkageError e) {
            // a form that makes no sense is left as it is; whether the pages do is seen when they are drawn
        }
    }

    /** At least 1. */
    int count() throws PageFault {
        int count = guarded(DOCUMENT, document::getNumberOfPages);
        if (count < 1) {
            throw new PageFault(DocumentProblem.INVALID_FILE, "The document holds no pages.");
        }
        return count;
    }

    /** Of a page in messages; it counts from 0. */
    static String name(int page) {
        return "Page " + (page + 1) + " of the document";
    }

    /** A page as a PNG file; {@code page} counts from 0. */
    byte[] png(int page, PageOptions options) throws PageFault {
        String name = name(page);
        float scale = guarded(name, () -> PageSize.scale(document.getPage(page), options, name));
        BufferedImage drawn;
        try {
            drawn = draw(page, scale);
        } catch (OutOfMemoryError e) {
            drawn = drawSparingly(page, scale, name);
        } catch (IOException | RuntimeException | Error e) {
            throw toFault(name, e);
        }
        BufferedImage image = drawn;
        return guarded(name, () -> encode(image));
    }

    private BufferedImage draw(int page, float scale) throws IOException {
        return renderer.renderImage(page, scale, ImageType.RGB, RenderDestination.VIEW);
    }

    /** Takes of large pictures only every n-th pixel, which needs less memory and looks worse. */
    private BufferedImage drawSparingly(int page, float scale, String name) throws PageFault {
        document.setResourceCache(new DefaultResourceCache());
        renderer.setSubsamplingAllowed(true);
        return guarded(name, () -> draw(page, scale));
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            options.setCompressionQuality(QUICK);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), options);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private interface Task<T> {
        T run() throws IOException, PageFault;
    }

    /** Whatever a hostile file makes the library throw becomes a fault. */
    private static <T> T guarded(String name, Task<T> task) throws PageFault {
        try {
            return task.run();
        } catch (IOException | RuntimeException | Error e) {
            throw toFault(name, e);
        }
    }

    static PageFault toFault(String name, Throwable cause) {
        return switch (cause) {
            case LostContent lost -> lost.on(name);
            case OutOfMemoryError _ ->
                new PageFault(
                        DocumentProblem.FILE_TOO_LARGE,
                        "%s takes more memory than the %d MiB of pdf-memory."
                                .formatted(name, Runtime.getRuntime().maxMemory() >> 20));
            default -> PageFault.damaged(name);
        };
    }

    @Override
    public void close() {
        try {
            document.close();
        } catch (IOException | RuntimeException e) {
            // all pages have been drawn by now
        }
    }
}
