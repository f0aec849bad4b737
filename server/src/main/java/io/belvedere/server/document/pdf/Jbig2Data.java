package io.belvedere.server.document.pdf;

import java.nio.ByteBuffer;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;

/**
 * The segments of a picture in JBIG2 format (ITU-T T.88, 7.2), as embedded in a PDF file. The reader takes what lies
 * beyond the data's end for white.
 */
final class Jbig2Data {
    private static final int SHORTEST_HEADER = 11;
    private static final int END_OF_PAGE = 49;

    private Jbig2Data() {}

    /** Requires all data that the segments' headers tell of, and what several pictures have in common. */
    static void check(byte[] coded, COSDictionary parameters) throws LostContent {
        if (parameters.containsKey(COSName.JBIG2_GLOBALS) && parameters.getCOSStream(COSName.JBIG2_GLOBALS) == null) {
            throw LostContent.damaged("a picture in JBIG2 format whose common part is missing from the file");
        }
        if (coded.length < SHORTEST_HEADER) {
            throw PictureCheck.cut();
        }
        ByteBuffer data = ByteBuffer.wrap(coded);
        while (data.remaining() >= SHORTEST_HEADER) {
            int type = skipHeader(data);
            if (data.remaining() < 4) {
                throw PictureCheck.cut();
            }
            long length = data.getInt() & 0xFFFF_FFFFL;
            if (type == END_OF_PAGE || length == 0xFFFF_FFFFL) {
                return; // the latter: until a mark within the data
            }
            if (length > data.remaining()) {
                throw PictureCheck.cut();
            }
            data.position(data.position() + (int) length);
        }
    }

    /** Returns the segment's type; what follows is the length of its data. */
    private static int skipHeader(ByteBuffer data) {
        long number = data.getInt() & 0xFFFF_FFFFL;
        int flags = data.get();
        long references = (data.get() & 0xFF) >> 5;
        long skipped = 0;
        if (references == 7) {
            data.position(data.position() - 1);
            references = data.getInt() & 0x1FFF_FFFF;
            skipped = Math.ceilDiv(references + 1, 8);
        }
        skipped += references * (number <= 256 ? 1 : number <= 65_536 ? 2 : 4) + ((flags & 0x40) == 0 ? 1 : 4);
        data.position(data.position() + (int) Math.min(skipped, data.remaining()));
        return flags & 0x3F;
    }
}
