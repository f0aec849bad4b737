package io.belvedere.engine.image.tiff;

import java.io.EOFException;
import java.io.IOException;

/**
 * What decoding a JPEG picture takes, found before it is decoded (ITU-T T.81, annex B).
 *
 * @param scans how often the coded data goes over the picture
 */
record JpegHeader(int width, int height, int scans) {
    private static final int SCAN = 0xDA;

    /** Of the picture in data[start, end). */
    static JpegHeader of(byte[] data, int start, int end) throws IOException {
        int frame = -1;
        int scans = 0;
        for (int at = start; at + 3 < end; ) {
            int marker = data[at + 1] & 0xFF;
            if (data[at] != -1 || !isSegment(marker)) {
                at++;
                continue;
            }
            if (isFrame(marker)) {
                if (frame >= 0) {
                    throw new IOException("two frames");
                }
                frame = at;
            }
            scans += marker == SCAN ? 1 : 0;
            at += 2 + Math.max(2, u16(data, at + 2));
        }
        if (frame < 0 || frame + 10 > end || scans == 0) {
            throw new EOFException("no frame or no scan");
        }
        return new JpegHeader(u16(data, frame + 7), u16(data, frame + 5), scans);
    }

    /** No less than the scans of all pictures in a file. */
    static long mostScans(byte[] file) {
        long scans = 0;
        for (int i = 0; i + 1 < file.length; i++) {
            scans += file[i] == -1 && file[i + 1] == (byte) SCAN ? 1 : 0;
        }
        return scans;
    }

    /** Whether tables hold more than tables: a frame or a scan. */
    static boolean hasPicture(byte[] tables) {
        for (int at = 0; at + 3 < tables.length; ) {
            int marker = tables[at + 1] & 0xFF;
            if (tables[at] != -1 || !isSegment(marker)) {
                at++;
            } else if (isFrame(marker) || marker == SCAN) {
                return true;
            } else {
                at += 2 + Math.max(2, u16(tables, at + 2));
            }
        }
        return false;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** Whether a length follows; what is coded has zeros and restarts behind its bytes of ones. */
    private static boolean isSegment(int marker) {
        return marker >= 0xC0 && marker != 0xFF && (marker < 0xD0 || marker > 0xD9);
    }

    private static int u16(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
    }
}
