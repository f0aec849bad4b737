package io.belvedere.server.document.pdf;

import java.io.IOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.font.PDCIDFontType0;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.pdmodel.font.PDSimpleFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.PDVectorFont;
import org.jspecify.annotations.Nullable;

/** Whether the characters of a page can be drawn. The library leaves out, or draws as boxes, what no font has. */
final class TextCheck {
    private static final List<COSName> PROGRAMS = List.of(COSName.FONT_FILE, COSName.FONT_FILE2, COSName.FONT_FILE3);

    /** Of each font: the codes that were found to be drawn. */
    private final IdentityHashMap<PDFont, Set<Integer>> drawn = new IdentityHashMap<>();

    /** Requires the font's program, if the file says that it has one, and the character. */
    void check(PDFont font, int code) throws IOException {
        Set<Integer> codes = drawn.get(font);
        if (codes == null) {
            requireProgram(font);
            codes = new HashSet<>();
            drawn.put(font, codes);
        }
        if (codes.add(code)) {
            requireGlyph(font, code);
        }
    }

    private static void requireProgram(PDFont font) throws IOException {
        PDFontDescriptor descriptor = font.getFontDescriptor();
        @Nullable COSDictionary dictionary = descriptor == null ? null : descriptor.getCOSObject();
        boolean told = false;
        for (COSName key : PROGRAMS) {
            if (dictionary != null && dictionary.containsKey(key)) {
                told = true;
                COSBase program = dictionary.getDictionaryObject(key);
                if (!(program instanceof COSStream stream)) {
                    throw unusable(font, "is missing from the file");
                }
                if (!StrictStream.of(stream).length().whole()) {
                    throw unusable(font, "is damaged or cut off");
                }
            }
        }
        if (font.isDamaged() || (told && !font.isEmbedded())) {
            throw unusable(font, "can't be read");
        }
    }

    private static LostContent unusable(PDFont font, String why) {
        return LostContent.damaged("text in the font %s, whose program %s".formatted(name(font), why));
    }

    private static void requireGlyph(PDFont font, int code) throws IOException {
        PDVectorFont glyphs = (PDVectorFont) font;
        if (font.isEmbedded()) {
            try {
                glyphs.getNormalizedPath(code); // the file's own font decides how it looks, even if it is nothing
            } catch (IOException e) {
                throw unusable(font, "can't be read");
            }
            return;
        }
        @Nullable String text = font.toUnicode(code);
        if (isBlank(font, code, text)) {
            return;
        }
        boolean known = text != null || isNumberedAsItsSubstitute(font);
        if (!known
                || !has(font, code)
                || glyphs.getNormalizedPath(code).getBounds2D().isEmpty()) {
            throw LostContent.unsupported(
                    ("text in the font %s, which is neither in the file nor on the server, and no font there has"
                                    + " the character %s")
                            .formatted(name(font), text == null ? "with the code " + code : codePoints(text)));
        }
    }

    /** With no text to go by the library takes the glyph of that name or number, which in most fonts is any other. */
    private static boolean isNumberedAsItsSubstitute(PDFont font) {
        return font instanceof PDType0Font composite && composite.getDescendantFont() instanceof PDCIDFontType0;
    }

    private static boolean has(PDFont font, int code) throws IOException {
        if (font instanceof PDType1Font type1) { // which draws the sign for none of its substitute
            String name = type1.codeToName(code);
            return type1.hasGlyph(name)
                    && !type1.getPath(name)
                            .getBounds2D()
                            .equals(type1.getFontBoxFont().getPath(".notdef").getBounds2D());
        }
        return ((PDVectorFont) font).hasGlyph(code);
    }

    /** Spaces, marks that only direct, and codes that the file gives no meaning. */
    private static boolean isBlank(PDFont font, int code, @Nullable String text) {
        if (font instanceof PDSimpleFont simple
                && simple.getEncoding() != null
                && simple.getEncoding().getName(code).equals(".notdef")) {
            return true;
        }
        return text != null && text.codePoints().allMatch(TextCheck::isBlank);
    }

    private static boolean isBlank(int codePoint) {
        return Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.isIdentifierIgnorable(codePoint);
    }

    private static String codePoints(String text) {
        return text.codePoints()
                .limit(4)
                .mapToObj("U+%04X"::formatted)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    private static String name(PDFont font) {
        String name = font.getName();
        return name == null ? "without a name" : LostContent.harmless(name);
    }
}
