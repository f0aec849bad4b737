package io.belvedere.engine.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The lossless coding of WebP (RFC 9649, section 3), which also codes the transparency of lossy pictures. */
final class WebpLossless {
    private static final WebPImageReaderSpi READERS = new WebPImageReaderSpi();
    private static final int SIGNATURE = 0x2F;

    private WebpLossless() {}

    /** Decodes the data of a "VP8L" chunk, given to the reader as the whole of a file. */
    static BufferedImage read(byte[] data, ImageSize size) throws IOException {
        int padded = data.length + (data.length & 1);
        ByteBuffer file = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF"))
                .putInt(12 + padded)
                .put(ascii("WEBPVP8L"))
                .putInt(data.length)
                .put(data);
        return Codecs.read(READERS.createReaderInstance(), file.array(), size);
    }

    /** Decodes data that lacks the header with the size, as alpha has it. */
    static BufferedImage readHeaderless(ByteBuffer data, ImageSize size) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(5 + data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        whole.put((byte) SIGNATURE)
                .putInt(size.width() - 1 | (size.height() - 1) << 14)
                .put(data);
        return read(whole.array(), size);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
