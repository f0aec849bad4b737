package io.belvedere.engine.image;

import io.belvedere.engine.image.png.CodedPixels;
import io.belvedere.engine.image.png.PngDecoder;
import io.belvedere.engine.image.png.PngLayout;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * PNG (W3C, third edition).
 *
 * @param storedBytes of a decoded pixel
 */
record PngFile(byte[] bytes, ImageSize size, Orientation orientation, int storedBytes) implements ImageFile {
    private static final int SIGNATURE = PngChunks.SIGNATURE;
    private static final int FRAMING = PngChunks.FRAMING;

    /** Deflate makes at most 1,032 bytes of one. */
    private static final int MAX_INFLATION = 1032;

    /** Profiles of curves and a matrix are far smaller; what inflates to more is not read. */
    private static final int MAX_PROFILE = 1 << 18;

    static PngFile of(byte[] bytes) throws ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.BIG_ENDIAN);
        if (file.has(SIGNATURE + 4, "CgBI")) {
            throw ImageException.unsupported(ImageFormat.PNG, "the changes that Apple's tools make for iOS (CgBI)");
        } else if (!file.has(SIGNATURE + 4, "IHDR")) {
            throw ImageException.broken(ImageFormat.PNG);
        }
        ImageSize size = ImageFile.size(file.u32(SIGNATURE + 8), file.u32(SIGNATURE + 12));
        return new PngFile(
                bytes, size, orientation(file), storedBytes(size, file.u8(SIGNATURE + 16), file.u8(SIGNATURE + 17)));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.PNG;
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException {
        PngChunks chunks = new PngChunks(bytes, ByteView.of(bytes, ByteOrder.BIG_ENDIAN));
        PngLayout layout = chunks.layout();
        try (CodedPixels pixels = new CodedPixels(bytes)) {
            chunks.addTo(pixels);
            // before there is memory for pixels that can't all be there; each takes a bit at least
            if (size.pixels() / 8 > MAX_INFLATION * pixels.size()) {
                throw new EOFException();
            }
            return new Rgb(
                    size.width(), size.height(), PngDecoder.rgb(layout, chunks.colors(layout), pixels, alpha, watch));
        }
    }

    /** Two rows of samples, of the depth and kind that IHDR says, spread over all rows. */
    private static int storedBytes(ImageSize size, int depth, int kind) {
        int channels = new PngLayout(size.width(), size.height(), depth, kind, false).channels();
        return Math.ceilDiv(2 * channels * Math.ceilDiv(depth, 8), size.height());
    }

    /** From the first eXIf chunk, which may stand before or after the pixels. */
    private static Orientation orientation(ByteView file) {
        ByteView exif = find(file, "eXIf");
        return exif == null ? Orientation.UPRIGHT : TiffDirectory.orientation(exif);
    }

    /** From the first iCCP chunk: a name, a zero, the way of compression (always 0) and the profile, deflated. */
    @Override
    public byte[] profile() {
        ByteView chunk = find(ByteView.of(bytes, ByteOrder.BIG_ENDIAN), "iCCP");
        int start = 0;
        while (chunk != null && start < chunk.size() && chunk.u8(start) != 0) {
            start++;
        }
        if (chunk == null || start + 2 >= chunk.size()) {
            return new byte[0];
        }
        byte[] deflated = new byte[chunk.size() - start - 2];
        chunk.bytes().get(start + 2, deflated);
        try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return inflated.readNBytes(MAX_PROFILE);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** The data of the first chunk of this name that is whole. */
    private static @Nullable ByteView find(ByteView file, String name) {
        for (long chunk = SIGNATURE; chunk + FRAMING <= file.size(); ) {
            int start = (int) chunk;
            long length = file.u32(start);
            if (file.has(start + 4, name) && chunk + 8 + length <= file.size()) {
                return file.slice(start + 8, (int) length);
            }
            chunk += FRAMING + length;
        }
        return null;
    }
}
