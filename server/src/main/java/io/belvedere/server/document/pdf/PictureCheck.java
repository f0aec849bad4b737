package io.belvedere.server.document.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDInlineImage;
import org.jspecify.annotations.Nullable;

/**
 * Whether a picture's data are all there: the library would draw what it has, with grey, white or black where the rest
 * should be.
 */
final class PictureCheck {
    /** One row, or this part of them, may be missing: makers err in a picture's height, and viewers let them. */
    private static final int ROWS_FOR_ONE_MISSING = 100;

    private final Set<COSStream> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Also looks at the picture's masks. */
    void check(PDImage picture) throws IOException {
        if (picture instanceof PDImageXObject object && seen.add(object.getCOSObject())) {
            COSStream stream = object.getCOSObject();
            requireMask(stream, COSName.SMASK);
            requireMask(stream, COSName.MASK);
            check(object, StrictStream.of(stream), StrictStream.filters(stream.getFilters()));
            for (PDImage mask : masks(object)) {
                check(mask);
            }
        } else if (picture instanceof PDInlineImage inline) {
            COSDictionary dictionary = inline.getCOSObject();
            List<COSName> filters = StrictStream.filters(dictionary.getDictionaryObject(COSName.F, COSName.FILTER));
            check(inline, StrictStream.of(raw(inline), dictionary, filters), filters);
        }
    }

    private static List<PDImage> masks(PDImageXObject picture) throws IOException {
        @Nullable PDImage soft = picture.getSoftMask();
        @Nullable PDImage hard = picture.getMask();
        return soft != null ? List.of(soft) : hard != null ? List.of(hard) : List.of();
    }

    private static void requireMask(COSDictionary picture, COSName key) throws LostContent {
        if (picture.containsKey(key) && picture.getDictionaryObject(key) == null) {
            throw LostContent.damaged("a picture whose mask is missing from the file");
        }
    }

    /** As it stands in the content: the library stops before a filter that is named to it. */
    private static InputStream raw(PDInlineImage picture) throws IOException {
        return picture.createInputStream(picture.getFilters());
    }

    private static void check(PDImage picture, StrictStream stream, List<COSName> filters) throws IOException {
        COSDictionary dictionary = picture.getCOSObject();
        COSName codec = stream.codec();
        if (codec == null) {
            StrictStream.Length length = stream.length();
            long samples = filters.isEmpty() ? length.bytes() : samples(length.bytes(), dictionary, filters.size() - 1);
            requireSamples(picture, samples, length.sound());
            return;
        }
        byte[] coded = all(stream);
        switch (codec.getName()) {
            case "DCTDecode" -> new JpegData(coded).check(picture);
            case "JBIG2Decode" -> Jbig2Data.check(coded, StrictStream.parameters(dictionary, filters.size() - 1));
            case "CCITTFaxDecode" -> FaxData.check(coded, dictionary, filters.size() - 1, rowsNeeded(picture));
            default -> new JpxData(coded).check(picture);
        }
    }

    private static byte[] all(StrictStream stream) throws IOException {
        try {
            return stream.data().readAllBytes();
        } catch (LostContent e) {
            throw e;
        } catch (IOException e) {
            throw cut();
        }
    }

    static LostContent cut() {
        return LostContent.damaged("a picture whose data are damaged or cut off");
    }

    private static int rowsNeeded(PDImage picture) {
        int rows = picture.getHeight();
        return Math.max(1, rows - Math.max(1, rows / ROWS_FOR_ONE_MISSING));
    }

    /** What is left of the bytes when a predictor has taken its own, one of each row. */
    private static long samples(long bytes, COSDictionary dictionary, int filter) {
        COSDictionary parameters = StrictStream.parameters(dictionary, filter);
        if (parameters.getInt(COSName.PREDICTOR, 1) < 10) {
            return bytes;
        }
        long bits = (long) parameters.getInt(COSName.COLORS, 1)
                * parameters.getInt(COSName.BITS_PER_COMPONENT, 8)
                * parameters.getInt(COSName.COLUMNS, 1);
        return bytes - Math.ceilDiv(bytes, Math.ceilDiv(Math.max(bits, 1), 8) + 1);
    }

    /** Makers err in checksums too: a wrong one counts where the number of bytes is as odd. */
    private static void requireSamples(PDImage picture, long bytes, boolean sound) throws IOException {
        long bits = picture.isStencil()
                ? 1
                : (long) picture.getColorSpace().getNumberOfComponents() * picture.getBitsPerComponent();
        long row = Math.ceilDiv(picture.getWidth() * bits, 8);
        if (bytes < row * rowsNeeded(picture) || (!sound && bytes > row * picture.getHeight())) {
            throw cut();
        }
    }
}
