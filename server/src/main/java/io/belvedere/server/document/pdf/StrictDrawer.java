package io.belvedere.server.document.pdf;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.MissingOperandException;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.state.EmptyGraphicsStackException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.MissingImageReaderException;
import org.apache.pdfbox.pdmodel.MissingResourceException;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType3CharProc;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDAbstractPattern;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDShadingPattern;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDTilingPattern;
import org.apache.pdfbox.pdmodel.graphics.shading.PDShading;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.jspecify.annotations.Nullable;

/** Looks at everything before it is drawn, and lets no failure pass that leaves something out. */
final class StrictDrawer extends PageDrawer {
    private final PictureCheck pictures;
    private final ContentCheck contents;
    private final TextCheck texts;
    private int operators;
    private int withoutOperands;

    StrictDrawer(PageDrawerParameters parameters, PictureCheck pictures, ContentCheck contents, TextCheck texts)
            throws IOException {
        super(parameters);
        this.pictures = pictures;
        this.contents = contents;
        this.texts = texts;
    }

    @Override
    public void processPage(PDPage page) throws IOException {
        requireContents(page);
        super.processPage(page);
        if (withoutOperands * ContentCheck.OPERATORS_FOR_ONE_ODD > operators) {
            throw ContentCheck.broken();
        }
    }

    /** A page without any is blank; one whose content is not in the file is not. */
    private static void requireContents(PDPage page) throws IOException {
        if (!page.getCOSObject().containsKey(COSName.CONTENTS)) {
            return;
        }
        switch (page.getCOSObject().getDictionaryObject(COSName.CONTENTS)) {
            case COSStream stream -> ContentCheck.requireData(stream);
            case COSArray streams -> {
                for (int i = 0; i < streams.size(); i++) {
                    if (!(streams.getObject(i) instanceof COSStream stream)) {
                        throw LostContent.damaged("content that is missing from the file");
                    }
                    ContentCheck.requireData(stream);
                }
            }
            case null, default -> throw LostContent.damaged("content that is missing from the file");
        }
        ContentCheck.requireOperators(page);
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        contents.check(form.getCOSObject(), form);
        super.showForm(form);
    }

    @Override
    protected void processTransparencyGroup(PDTransparencyGroup group) throws IOException {
        contents.check(group.getCOSObject(), group);
        super.processTransparencyGroup(group);
    }

    @Override
    protected void processAnnotation(PDAnnotation annotation, PDAppearanceStream appearance) throws IOException {
        contents.check(appearance.getCOSObject(), appearance);
        super.processAnnotation(annotation, appearance);
    }

    @Override
    protected void processType3Stream(PDType3CharProc glyph, Matrix textRenderingMatrix) throws IOException {
        contents.check(glyph.getCOSObject(), glyph);
        super.processType3Stream(glyph, textRenderingMatrix);
    }

    @Override
    public void drawImage(PDImage picture) throws IOException {
        pictures.check(picture);
        super.drawImage(picture);
    }

    @Override
    public void shadingFill(COSName name) throws IOException {
        require(getResources().getShading(name));
        super.shadingFill(name);
    }

    private void require(@Nullable PDShading shading) throws IOException {
        if (shading == null) {
            throw LostContent.damaged("a shading that is missing from the file");
        }
        if (shading.getCOSObject() instanceof COSStream stream) {
            ContentCheck.requireData(stream);
        }
    }

    @Override
    protected void showText(byte[] string) throws IOException {
        if (getGraphicsState().getTextState().getFont() == null && isTextShown()) {
            throw LostContent.damaged("text in a font that is missing from the file");
        }
        super.showText(string);
    }

    @Override
    protected void showFontGlyph(Matrix textRenderingMatrix, PDFont font, int code, Vector displacement)
            throws IOException {
        if (isTextShown()) {
            texts.check(font, code);
        }
        super.showFontGlyph(textRenderingMatrix, font, code, displacement);
    }

    /** What was read from a scan lies behind it so that it can be searched, and is not shown. */
    private boolean isTextShown() {
        return getGraphicsState().getTextState().getRenderingMode() != RenderingMode.NEITHER;
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        operators++;
        super.processOperator(operator, operands);
        switch (operator.getName()) {
            case "scn" -> requirePattern(getGraphicsState().getNonStrokingColor());
            case "SCN" -> requirePattern(getGraphicsState().getStrokingColor());
            default -> {}
        }
    }

    private void requirePattern(PDColor color) throws IOException {
        if (color.getPatternName() == null) {
            return;
        }
        PDAbstractPattern pattern = getResources().getPattern(color.getPatternName());
        switch (pattern) {
            case PDTilingPattern tiling -> contents.check((COSStream) tiling.getCOSObject(), tiling);
            case PDShadingPattern shading -> require(shading.getShading());
            case null, default -> throw LostContent.damaged("a pattern that is missing from the file");
        }
    }

    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException fault) throws IOException {
        switch (fault) {
            case LostContent lost -> throw lost;
            case EmptyGraphicsStackException _ -> {} // one end too many changes nothing
            case MissingOperandException _ -> withoutOperands++;
            case MissingImageReaderException _ ->
                throw LostContent.unsupported("a picture in a format that is not read");
            case MissingResourceException _ ->
                throw LostContent.damaged(
                        operator.getName().equals("Do")
                                ? "a picture or form that is missing from the file"
                                : "a colour that is missing from the file");
            default -> throw LostContent.damaged(failed(operator.getName()));
        }
    }

    private static String failed(String operator) {
        return switch (operator) {
            case "Do" -> "a picture or form that is damaged";
            case "BI" -> "a picture that is damaged";
            case "Tf", "Tj", "TJ", "'", "\"" -> "text in a font that is damaged";
            default -> "content that is damaged";
        };
    }
}
