package io.belvedere.server.document.pdf.jpx;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A decoded picture.
 *
 * @param channels of colour, 1, 3 or 4; opacity is left out
 * @param depth bits of the deepest of its components, before they were made 8
 * @param colors those that the file names: {@link #UNTOLD}, {@link #RGB}, {@link #GRAY}, {@link #SYCC} (which were made
 *     RGB) or any other number, whose channels are as they were found
 * @param palette of the file's own, that was looked up
 * @param samples 8 bits, pixel by pixel, row by row
 */
@SuppressWarnings("ArrayRecordComponent")
public record JpxPicture(int width, int height, int channels, int depth, int colors, boolean palette, byte[] samples) {
    public static final int UNTOLD = 0;
    public static final int RGB = 16;
    public static final int GRAY = 17;
    public static final int SYCC = 18;

    /** The last one and its file: it is looked at before it is drawn. */
    private static volatile SoftReference<@Nullable Decoded> last = new SoftReference<>(null);

    private record Decoded(byte[] file, JpxPicture picture) {}

    /**
     * Decodes a JP2 file or a bare codestream.
     *
     * @throws JpxFault if it is damaged, cut off, too large or of a kind that is not read
     */
    public static JpxPicture decode(byte[] file) throws JpxFault {
        Decoded before = last.get();
        if (before != null && Arrays.equals(before.file(), file)) {
            return before.picture();
        }
        JpxPicture picture = decodeAnew(file);
        last = new SoftReference<>(new Decoded(file.clone(), picture));
        return picture;
    }

    private static JpxPicture decodeAnew(byte[] file) throws JpxFault {
        Jp2Boxes boxes = Jp2Boxes.read(file);
        CodestreamReader codestream = new CodestreamReader(boxes.codestream());
        return new Channels(boxes, codestream.size(), codestream.decode()).picture();
    }
}
