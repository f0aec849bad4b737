package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.DecodingWatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;

/**
 * LZMA2 as libtiff writes it: an xz stream (xz file format, version 1.2). Its header asks for a dictionary of many
 * megabytes however small the strip; as nothing can be further back than the strip is long, it is made to ask for as
 * much as that.
 */
final class LzmaData {
    private static final int STREAM_HEADER = 12;
    private static final int LZMA2 = 0x21;

    /** What the decoder takes beside its dictionary. */
    private static final int DECODER_KIB = 256;

    private LzmaData() {}

    /**
     * @param length of what comes out
     * @throws IOException if there is no such stream
     */
    static InputStream open(Part part, long length, DecodingWatch watch) throws IOException {
        byte[] copy = Arrays.copyOfRange(part.data(), part.start(), part.end());
        int dictionary = limitDictionary(copy, Math.max(LZMA2Options.DICT_SIZE_MIN, length));
        return new XZInputStream(new Asking(copy, watch), dictionary / 1024 + DECODER_KIB);
    }

    /** Lowers the size in the first block's header; returns the one that then is there. */
    private static int limitDictionary(byte[] xz, long most) throws IOException {
        if (xz.length < STREAM_HEADER + 8) {
            throw new IOException("no xz stream");
        }
        int headerBytes = 4 * ((xz[STREAM_HEADER] & 0xFF) + 1);
        int crcAt = STREAM_HEADER + headerBytes - 4;
        int at = STREAM_HEADER + 2;
        int flags = xz[STREAM_HEADER + 1];
        for (int sizes = (flags >> 6 & 1) + (flags >> 7 & 1); sizes > 0; sizes--) {
            while (xz[at++] < 0) {} // a number goes on while the highest bit is set
        }
        for (int filter = 0; filter <= (flags & 3) && at + 2 < crcAt && crcAt + 4 <= xz.length; filter++) {
            if (xz[at] == LZMA2) {
                int code = 0;
                while (code < xz[at + 2] && bytes(code) < most) {
                    code++;
                }
                xz[at + 2] = (byte) code;
                CRC32 crc = new CRC32();
                crc.update(xz, STREAM_HEADER, headerBytes - 4);
                ByteBuffer.wrap(xz).order(ByteOrder.LITTLE_ENDIAN).putInt(crcAt, (int) crc.getValue());
                return Math.toIntExact(bytes(code));
            }
            at += 2 + xz[at + 1];
        }
        throw new IOException("no LZMA2 in the first block");
    }

    /** A dictionary's size by its code: 4 KiB, 6 KiB, 8 KiB, 12 KiB and so on. */
    private static long bytes(int code) {
        return (2L | (code & 1)) << (code / 2 + 11);
    }

    /** Asks the watch again and again while it is read. */
    private static final class Asking extends ByteArrayInputStream {
        private static final int PIECE = 1 << 12;
        private final DecodingWatch watch;

        Asking(byte[] data, DecodingWatch watch) {
            super(data);
            this.watch = watch;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            watch.goOn();
            return super.read(target, offset, Math.min(length, PIECE));
        }
    }
}
