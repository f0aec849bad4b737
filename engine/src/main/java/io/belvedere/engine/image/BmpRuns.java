package io.belvedere.engine.image;

/** Walks the runs of a compressed bitmap, as the reader makes a half picture of half the runs. */
final class BmpRuns {
    private static final int PIXELS_AT = 10;
    private static final int END_OF_ROW = 0;
    private static final int END = 1;
    private static final int JUMP = 2;

    private final ByteView file;
    private final ImageSize size;
    private final int bits;

    /** @param bits of a pixel, 4 or 8 */
    BmpRuns(ByteView file, ImageSize size, int bits) {
        this.file = file;
        this.size = size;
        this.bits = bits;
    }

    /** Whether the runs reach their end or that of the picture before the file ends. */
    boolean end() {
        long at = file.u32(PIXELS_AT);
        long row = 0;
        long column = 0;
        while (at + 1 < file.size()) {
            int count = file.u8((int) at);
            int value = file.u8((int) at + 1);
            at += 2;
            if (count > 0) {
                column += count;
            } else if (value == END) {
                return true;
            } else if (value == END_OF_ROW) {
                row++;
                column = 0;
            } else if (value == JUMP && at + 1 < file.size()) {
                column += file.u8((int) at);
                row += file.u8((int) at + 1);
                at += 2;
            } else {
                column += value;
                at += Math.ceilDiv(value * bits, 16) * 2L; // literal pixels, padded to two bytes
            }
            if (row >= size.height() || (row == size.height() - 1 && column >= size.width())) {
                return at <= file.size();
            }
        }
        return false;
    }
}
