package io.belvedere.server.document.pdf;

import io.belvedere.server.document.pdf.jpx.JpxFault;
import io.belvedere.server.document.pdf.jpx.JpxPicture;
import java.io.IOException;
import java.util.Arrays;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.graphics.color.PDColorSpace;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.color.PDIndexed;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.jspecify.annotations.Nullable;

/** A JPEG 2000 file within a PDF file (ISO 32000-2, 7.4.9). */
final class JpxData {
    private final byte[] file;

    JpxData(byte[] file) {
        this.file = file;
    }

    /**
     * Decodes it, and requires as many colours as the PDF file's colour space has. If it names none, the picture is
     * told to have its own: the library would take its grey for linear light.
     */
    void check(PDImage picture) throws IOException {
        COSDictionary dictionary = picture.getCOSObject();
        if (picture.isStencil()) {
            throw notRead("as a stencil");
        }
        if (dictionary.getInt(COSName.SMASK_IN_DATA, 0) > 0) {
            throw notRead("with its mask within");
        }
        JpxPicture decoded = decode();
        COSBase named = dictionary.getDictionaryObject(COSName.COLORSPACE, COSName.CS);
        @Nullable PDColorSpace told = named == null ? null : picture.getColorSpace();
        if (!isUsual(dictionary.getCOSArray(COSName.DECODE), told)) {
            throw notRead("with a Decode array, which readers take differently");
        }
        if (told == null) {
            requireOwnColors(decoded);
            picture.setColorSpace(decoded.channels() == 1 ? PDDeviceGray.INSTANCE : PDDeviceRGB.INSTANCE);
        } else {
            requireColors(decoded, told);
        }
    }

    private static void requireOwnColors(JpxPicture decoded) throws LostContent {
        if (decoded.channels() == 4) {
            throw notRead("with 4 channels and no colour space");
        }
        switch (decoded.colors()) {
            case JpxPicture.UNTOLD, JpxPicture.RGB, JpxPicture.GRAY, JpxPicture.SYCC -> {}
            default -> throw notRead("with colours of its own other than grey, sRGB and sYCC");
        }
    }

    /** By the standard the file's own colours don't count then, but of sYCC some readers make RGB nevertheless. */
    private static void requireColors(JpxPicture decoded, PDColorSpace told) throws LostContent {
        if (decoded.colors() == JpxPicture.SYCC) {
            throw notRead("with colours in sYCC and a colour space that is told beside");
        }
        if (told instanceof PDIndexed && decoded.palette()) {
            throw notRead("with a palette of its own and another one beside");
        }
        if (told instanceof PDIndexed && decoded.depth() != 8) {
            throw notRead("with %d bits as indexes of a palette".formatted(decoded.depth()));
        }
        if (decoded.channels() != told.getNumberOfComponents()) {
            throw LostContent.damaged("a picture in JPEG 2000 format that has other colours than it says");
        }
    }

    /** By the standard it doesn't count, but some readers let it. */
    private static boolean isUsual(@Nullable COSArray decode, @Nullable PDColorSpace told) {
        if (decode == null) {
            return true;
        }
        float[] values = decode.toFloatArray();
        if (told != null) {
            return Arrays.equals(values, told.getDefaultDecode(8));
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] != i % 2) {
                return false;
            }
        }
        return true;
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
