package io.belvedere.engine.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * PNG (W3C, third edition).
 *
 * @param storedBytes of a decoded pixel
 */
record PngFile(byte[] bytes, ImageSize size, Orientation orientation, int storedBytes) implements ImageFile {
    private static final int SIGNATURE = 8;

    /** Length and name before a chunk's data, and the checksum behind it. */
    private static final int FRAMING = 12;

    /** All that pixels are made of. The rest could only confuse or exhaust the decoder. */
    private static final Set<String> CHUNKS_OF_PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    static PngFile of(byte[] bytes) throws ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.BIG_ENDIAN);
        if (!file.has(SIGNATURE + 4, "IHDR")) {
            throw ImageException.broken(ImageFormat.PNG);
        }
        ImageSize size = ImageFile.size(file.u32(SIGNATURE + 8), file.u32(SIGNATURE + 12));
        return new PngFile(
                bytes, size, orientation(file), storedBytes(file.u8(SIGNATURE + 16), file.u8(SIGNATURE + 17)));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.PNG;
    }

    @Override
    public Rgb decode(AlphaRule alpha) throws IOException, ImageException {
        return Codecs.read(Codecs.builtIn("png"), withoutExtras(), size, alpha);
    }

    /** @param colorType of IHDR: a channel for grey or three for colours, one for alpha; what tRNS makes transparent gets one too */
    private static int storedBytes(int bitDepth, int colorType) {
        int channels = switch (colorType) {
            case 3 -> 1; // places in a palette
            case 0, 4 -> 2;
            default -> 4;
        };
        return channels * (bitDepth > 8 ? 2 : 1);
    }

    /** From the first eXIf chunk, which may stand before or after the pixels. */
    private static Orientation orientation(ByteView file) {
        for (long chunk = SIGNATURE; chunk + FRAMING <= file.size(); ) {
            int start = (int) chunk;
            long length = file.u32(start);
            if (file.has(start + 4, "eXIf") && chunk + 8 + length <= file.size()) {
                return TiffDirectory.orientation(file.slice(start + 8, (int) length));
            }
            chunk += FRAMING + length;
        }
        return Orientation.UPRIGHT;
    }

    /** The file reduced to {@link #CHUNKS_OF_PIXELS}; a chunk that is cut off stays as far as it goes. */
    private byte[] withoutExtras() {
        ByteView file = ByteView.of(bytes, ByteOrder.BIG_ENDIAN);
        ByteArrayOutputStream reduced = new ByteArrayOutputStream(bytes.length);
        reduced.write(bytes, 0, SIGNATURE);
        for (long chunk = SIGNATURE; chunk + FRAMING <= bytes.length; ) {
            int start = (int) chunk;
            long end = chunk + FRAMING + file.u32(start);
            String name = new String(bytes, start + 4, 4, StandardCharsets.ISO_8859_1);
            if (CHUNKS_OF_PIXELS.contains(name)) {
                reduced.write(bytes, start, (int) Math.min(end, bytes.length) - start);
            }
            chunk = end;
        }
        return reduced.toByteArray();
    }
}
