package io.belvedere.server.document.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.FilterFactory;

/** A picture coded as fax machines do (ITU-T T.4 and T.6). The library leaves rows white that the data do not reach. */
final class FaxData {
    /** Two ends of a line without a line between them end a page; in two-dimensional coding a bit follows each. */
    private static final Pattern END_OF_PAGE = Pattern.compile("0{11}1[01]?0{11}1");

    private static final int TAIL_BYTES = 16;

    private FaxData() {}

    /**
     * Requires that the data last for {@code rows}, or end by themselves before.
     *
     * @throws IOException if they can't be decoded
     */
    static void check(byte[] coded, COSDictionary picture, int filter, int rows) throws IOException {
        COSDictionary shorter = new COSDictionary(picture);
        shorter.setInt(COSName.HEIGHT, rows);
        Watched data = new Watched(coded);
        FilterFactory.INSTANCE
                .getFilter(COSName.CCITTFAX_DECODE)
                .decode(data, OutputStream.nullOutputStream(), shorter, filter);
        if (data.isExhausted() && !END_OF_PAGE.matcher(tail(coded)).find()) {
            throw PictureCheck.cut();
        }
    }

    private static String tail(byte[] coded) {
        StringBuilder bits = new StringBuilder();
        for (int i = Math.max(0, coded.length - TAIL_BYTES); i < coded.length; i++) {
            bits.append(Integer.toBinaryString((coded[i] & 0xFF) | 0x100), 1, 9);
        }
        return bits.toString();
    }

    /** Notes whether more was asked for than there is. */
    private static final class Watched extends ByteArrayInputStream {
        private boolean exhausted;

        Watched(byte[] data) {
            super(data);
        }

        boolean isExhausted() {
            return exhausted;
        }

        @Override
        public synchronized int read() {
            int read = super.read();
            exhausted |= read < 0;
            return read;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            int read = super.read(into, offset, length);
            exhausted |= read < 0;
            return read;
        }
    }
}
