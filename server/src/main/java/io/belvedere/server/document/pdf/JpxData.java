package io.belvedere.server.document.pdf;

import io.belvedere.server.document.pdf.jpx.JpxFault;
import io.belvedere.server.document.pdf.jpx.JpxPicture;
import java.io.IOException;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.graphics.color.PDIndexed;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.jspecify.annotations.Nullable;

/** A JPEG 2000 file within a PDF file (ISO 32000-2, 7.4.9). */
final class JpxData {
    private final byte[] file;

    JpxData(byte[] file) {
        this.file = file;
    }

    /** Decodes it, and requires as many colours as the PDF file's colour space has, if it names one. */
    void check(PDImage picture) throws IOException {
        COSDictionary dictionary = picture.getCOSObject();
        if (picture.isStencil()) {
            throw notRead("as a stencil");
        }
        if (dictionary.getInt(COSName.SMASK_IN_DATA, 0) > 0) {
            throw notRead("with its mask within");
        }
        JpxPicture decoded = decode();
        COSBase told = dictionary.getDictionaryObject(COSName.COLORSPACE, COSName.CS);
        if (told == null && decoded.channels() == 4) {
            throw notRead("with 4 channels and no colour space");
        }
        if (told == null) {
            return;
        }
        if (picture.getColorSpace() instanceof PDIndexed && decoded.depth() != 8) {
            throw notRead("with %d bits as indexes of a palette".formatted(decoded.depth()));
        }
        if (decoded.channels() != picture.getColorSpace().getNumberOfComponents()) {
            throw LostContent.damaged("a picture in JPEG 2000 format that has other colours than it says");
        }
    }

    private JpxPicture decode() throws LostContent {
        try {
            return JpxPicture.decode(file);
        } catch (JpxFault e) {
            throw e.isDamaged() ? PictureCheck.cut() : notRead(e.getMessage());
        }
    }

    private static LostContent notRead(@Nullable String kind) {
        return LostContent.unsupported("a picture in JPEG 2000 format, %s, which is not read".formatted(kind));
    }
}
