package io.belvedere.server.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;

/** PDF files, good and bad. */
public final class Pdfs {
    /** What a test does to a document before it is saved. */
    public interface Change {
        void apply(PDDocument document) throws IOException;
    }

    static {
        System.setProperty(
                "pdfbox.fontcache", "target"); // else the library notes the machine's fonts in the user's home
    }

    private Pdfs() {}

    public static byte[] of(Change change) {
        try (PDDocument document = new PDDocument()) {
            change.apply(document);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One page of the size with a line of text in 24 points near its upper left corner. */
    public static byte[] text(PDRectangle size, String line) {
        return of(document -> write(page(document, size), document, line, 24));
    }

    /** A4 pages, each with its number as its text. */
    public static byte[] pages(int count) {
        return of(document -> {
            for (int i = 1; i <= count; i++) {
                write(page(document, PDRectangle.A4), document, Integer.toString(i), 24);
            }
        });
    }

    /** A page whose lower left quarter is black. */
    public static byte[] blackQuarter(PDRectangle size, Change afterwards) {
        return of(document -> {
            PDPage page = page(document, size);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.addRect(size.getLowerLeftX(), size.getLowerLeftY(), size.getWidth() / 2, size.getHeight() / 2);
                content.fill();
            }
            afterwards.apply(document);
        });
    }

    /** The media box of the first page as it stands in the file. */
    public static byte[] mediaBox(float width, float height) {
        return of(document -> {
            PDPage page = page(document, PDRectangle.A4);
            COSArray box =
                    new COSArray(List.of(COSInteger.ZERO, COSInteger.ZERO, new COSFloat(width), new COSFloat(height)));
            page.getCOSObject().setItem(COSName.MEDIA_BOX, box);
        });
    }

    public static byte[] encrypted(String userPassword) {
        return of(document -> {
            write(page(document, PDRectangle.A6), document, "secret", 24);
            document.protect(new StandardProtectionPolicy("owner", userPassword, new AccessPermission()));
        });
    }

    /** An A6 page filled by a picture of one bit a pixel, all black. */
    public static byte[] bitmap(int width, int height) {
        return of(document -> {
            byte[] row = new byte[(width + 7) / 8];
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
                for (int y = 0; y < height; y++) {
                    deflater.write(row);
                }
            }
            picture(document, packed.toByteArray(), COSName.FLATE_DECODE, width, height, 1);
        });
    }

    /** An A6 page filled by a picture in a format that takes a decoder of its own. */
    public static byte[] scan(COSName filter) {
        return of(document -> picture(document, new byte[] {1, 2, 3, 4}, filter, 40, 40, 1));
    }

    private static void picture(PDDocument document, byte[] data, COSName filter, int width, int height, int bits)
            throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        try (var raw = stream.createRawOutputStream()) {
            raw.write(data);
        }
        stream.setItem(COSName.TYPE, COSName.XOBJECT);
        stream.setItem(COSName.SUBTYPE, COSName.IMAGE);
        stream.setItem(COSName.FILTER, filter);
        stream.setInt(COSName.WIDTH, width);
        stream.setInt(COSName.HEIGHT, height);
        stream.setInt(COSName.BITS_PER_COMPONENT, bits);
        stream.setItem(COSName.COLORSPACE, COSName.DEVICEGRAY);
        PDPage page = page(document, PDRectangle.A6);
        PDResources resources = new PDResources();
        resources.put(
                COSName.getPDFName("P"),
                new PDImageXObject(new org.apache.pdfbox.pdmodel.common.PDStream(stream), resources));
        page.setResources(resources);
        content(
                document,
                page,
                "q %f 0 0 %f 0 0 cm /P Do Q".formatted(PDRectangle.A6.getWidth(), PDRectangle.A6.getHeight()));
    }

    /** A form that draws itself {@code times} times, and so on without end. */
    public static byte[] recursiveForm(int times) {
        return of(document -> {
            PDPage page = page(document, PDRectangle.A6);
            PDFormXObject form = new PDFormXObject(document);
            form.setBBox(PDRectangle.A6);
            PDResources resources = new PDResources();
            resources.put(COSName.getPDFName("F"), form);
            form.setResources(resources);
            page.setResources(resources);
            try (var out = form.getContentStream().createOutputStream()) {
                out.write("/F Do 0 0 50 50 re f ".repeat(times).getBytes(StandardCharsets.US_ASCII));
            }
            content(document, page, "/F Do");
        });
    }

    /**
     * {@code depth} forms, each of which draws the next {@code times} times: {@code times} to the power of
     * {@code depth} squares.
     */
    public static byte[] nestedForms(int depth, int times) {
        StringBuilder file = new StringBuilder("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
        file.append("2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n");
        file.append("3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R")
                .append(
                        "/Resources<</XObject<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n");
        for (int i = 5; i < 5 + depth; i++) {
            String what = i == 4 + depth ? "0 0 50 50 re f" : "/F Do ".repeat(times);
            file.append(i).append(" 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 300 400]/Resources<</XObject<</F ");
            file.append(i + 1).append(" 0 R>>>>/Length ").append(what.length());
            file.append(">>stream\n").append(what).append("\nendstream endobj\n");
        }
        file.append("trailer<</Root 1 0 R>>\n%%EOF\n");
        return file.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A page tree whose root is a child of its own. */
    public static byte[] recursivePages() {
        return of(document -> {
            page(document, PDRectangle.A6);
            COSDictionary root = document.getPages().getCOSObject();
            root.getCOSArray(COSName.KIDS).add(root);
            root.setInt(COSName.COUNT, 2);
        });
    }

    /** A page tree of one page that tells of another number. */
    public static byte[] pageCount(int said) {
        return of(document -> {
            page(document, PDRectangle.A6);
            document.getPages().getCOSObject().setInt(COSName.COUNT, said);
        });
    }

    /** A filled-in text field over the page, whose looks are left to the viewer. */
    public static byte[] field(String value) {
        return of(document -> {
            PDPage page = page(document, PDRectangle.A6);
            PDAcroForm form = new PDAcroForm(document);
            document.getDocumentCatalog().setAcroForm(form);
            PDResources resources = new PDResources();
            resources.put(COSName.HELV, new PDType1Font(FontName.HELVETICA));
            form.setDefaultResources(resources);
            form.setDefaultAppearance("/Helv 24 Tf 0 g");
            PDTextField field = new PDTextField(form);
            field.setPartialName("name");
            form.getFields().add(field);
            PDAnnotationWidget widget = field.getWidgets().getFirst();
            widget.setRectangle(new PDRectangle(20, 20, 250, 40));
            widget.setPage(page);
            widget.setPrinted(true);
            page.getAnnotations().add(widget);
            field.getCOSObject().setString(COSName.V, value);
            form.setNeedAppearances(true);
        });
    }

    public static byte[] javaScript() {
        return of(document -> {
            page(document, PDRectangle.A6);
            document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("while (true) {}"));
        });
    }

    public static PDPage page(PDDocument document, PDRectangle size) {
        PDPage page = new PDPage(size);
        document.addPage(page);
        return page;
    }

    public static void content(PDDocument document, PDPage page, String operators) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(operators.getBytes(StandardCharsets.US_ASCII));
        }
        page.getCOSObject().setItem(COSName.CONTENTS, stream);
    }

    /** Lines of text from the page's upper left corner down. */
    public static void write(PDPage page, PDDocument document, String lines, int points) throws IOException {
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.beginText();
            content.setFont(new PDType1Font(FontName.HELVETICA), points);
            content.setLeading(1.4f * points);
            content.newLineAtOffset(points, page.getMediaBox().getUpperRightY() - 2 * points);
            for (String line : lines.split("\n")) {
                content.showText(line);
                content.newLine();
            }
            content.endText();
        }
    }
}
