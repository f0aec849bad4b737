package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.zstd.ZstdDecoder;
import java.io.IOException;

/** Zstandard, of which all that came out is kept. */
final class ZstdStream extends PartStream {
    private final ZstdDecoder decoder;
    private int at;

    ZstdStream(ZstdDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (at == decoder.length()) {
            if (!decoder.next()) {
                return -1;
            }
        }
        int count = Math.min(length, decoder.length() - at);
        System.arraycopy(decoder.out(), at, target, offset, count);
        at += count;
        return count;
    }

    /** Decodes the rest, which checks a checksum. */
    void finish() throws IOException {
        boolean more = true;
        while (more) {
            more = decoder.next();
        }
    }
}
