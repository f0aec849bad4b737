package io.belvedere.engine.image.tiff;

import java.io.IOException;
import java.io.InputStream;

/**
 * The decompressed bytes of a strip or tile. Its end comes where the data has no more; broken data is an
 * {@link IOException}.
 */
abstract class PartStream extends InputStream {
    private final byte[] one = new byte[1];

    @Override
    public final int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;
}
