package io.belvedere.engine.image;

import io.belvedere.engine.image.vp8.Vp8Decoder;
import io.belvedere.engine.image.vp8l.Vp8lDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * WebP (RFC 9649), lossy and lossless, of an animation the first frame on its canvas.
 *
 * @param size of the canvas
 * @param frame the first frame
 * @param profileChunk the "ICCP" chunk
 */
record WebpFile(
        byte[] bytes,
        ImageSize size,
        Orientation orientation,
        Frame frame,
        @Nullable Chunk profileChunk) implements ImageFile {
    private static final int FIRST_CHUNK = 12;

    /**
     * A picture on the canvas.
     *
     * @param image its chunk, "VP8 " or "VP8L"
     * @param alpha the "ALPH" chunk beside a "VP8 " one
     */
    record Frame(
            int x,
            int y,
            ImageSize size,
            Chunk image,
            @Nullable Chunk alpha) {}

    /** Part of the file: a four-character name and data[start, start + length). */
    record Chunk(String name, int start, int length) {
        static Chunk at(ByteView file, int offset) {
            byte[] name = new byte[4];
            file.bytes().get(offset, name);
            int length = Math.toIntExact(file.u32(offset + 4));
            return new Chunk(new String(name, StandardCharsets.ISO_8859_1), offset + 8, length);
        }

        /** A copy of the data. */
        byte[] of(byte[] bytes) throws EOFException {
            if (length > bytes.length - start) {
                throw new EOFException();
            }
            return Arrays.copyOfRange(bytes, start, start + length);
        }

        /** Where the next chunk begins: data is padded to even length. */
        int next() {
            return Math.addExact(start, Math.addExact(length, length & 1));
        }
    }

    static WebpFile of(byte[] bytes) throws ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        Chunk first = Chunk.at(file, FIRST_CHUNK);
        if (!first.name().equals("VP8X")) {
            Frame frame = frame(file, FIRST_CHUNK, 0, 0);
            return new WebpFile(bytes, frame.size(), Orientation.UPRIGHT, frame, null);
        }
        ImageSize canvas = new ImageSize(file.u24(first.start() + 4) + 1, file.u24(first.start() + 7) + 1);
        Chunk picture = find(file, first.next(), "ALPH", "VP8 ", "VP8L", "ANMF");
        if (picture == null) {
            throw ImageException.broken(ImageFormat.WEBP);
        }
        Frame frame = picture.name().equals("ANMF")
                ? frame(file, picture.start() + 16, 2 * file.u24(picture.start()), 2 * file.u24(picture.start() + 3))
                : frame(file, picture.start() - 8, 0, 0);
        Chunk exif = find(file, first.next(), "EXIF");
        Orientation orientation = exif == null ? Orientation.UPRIGHT : orientation(file, exif);
        return new WebpFile(bytes, canvas, orientation, frame, find(file, first.next(), "ICCP"));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.WEBP;
    }

    @Override
    public int storedBytes() {
        if (frame.image().name().equals("VP8L")) {
            return 8; // a palette's places, and what they become
        }
        return frame.alpha() == null
                ? 2
                : 9; // planes; or RGB beside a lossless picture of the alpha, which is done by then
    }

    @Override
    public byte[] profile() {
        try {
            return profileChunk == null ? new byte[0] : profileChunk.of(bytes);
        } catch (EOFException e) {
            return new byte[0];
        }
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException {
        if (frame.x() + frame.size().width() > size.width()
                || frame.y() + frame.size().height() > size.height()) {
            throw new IOException("the frame doesn't fit on the canvas");
        }
        Rgb pixels = frame.image().name().equals("VP8L") ? lossless(alpha, watch) : lossy(alpha, watch);
        return frame.size().equals(size) ? pixels : pixels.on(size, frame.x(), frame.y(), Pixels.color(0, alpha));
    }

    private Rgb lossless(AlphaRule rule, DecodingWatch watch) throws IOException {
        int width = frame.size().width();
        int height = frame.size().height();
        return Pixels.rgb(Vp8lDecoder.argb(frame.image().of(bytes), width, height, watch), width, height, rule);
    }

    private Rgb lossy(AlphaRule rule, DecodingWatch watch) throws IOException {
        int width = frame.size().width();
        int height = frame.size().height();
        Rgb pixels = new Rgb(width, height, Vp8Decoder.rgb(frame.image().of(bytes), width, height, watch));
        Chunk alpha = frame.alpha();
        if (alpha != null && rule.blends()) {
            pixels = pixels.by(rule, WebpAlpha.read(alpha.of(bytes), frame.size(), watch));
        }
        return pixels;
    }

    /** The frame that begins with the chunk at {@code offset}. */
    private static Frame frame(ByteView file, int offset, int x, int y) throws ImageException {
        Chunk alpha = null;
        Chunk chunk = Chunk.at(file, offset);
        if (chunk.name().equals("ALPH")) {
            alpha = chunk;
            chunk = Chunk.at(file, alpha.next());
        }
        int start = chunk.start();
        return switch (chunk.name()) {
            case "VP8 " -> {
                ImageSize size = ImageFile.size(file.u16(start + 6) & 0x3FFF, file.u16(start + 8) & 0x3FFF);
                yield new Frame(x, y, size, chunk, alpha);
            }
            case "VP8L" -> {
                long sides = file.u32(start + 1);
                ImageSize size = new ImageSize((int) (sides & 0x3FFF) + 1, (int) (sides >> 14 & 0x3FFF) + 1);
                yield new Frame(x, y, size, chunk, null);
            }
            default -> throw ImageException.broken(ImageFormat.WEBP);
        };
    }

    private static @Nullable Chunk find(ByteView file, int offset, String... names) {
        for (int at = offset; at + 8 <= file.size(); ) {
            Chunk chunk = Chunk.at(file, at);
            for (String name : names) {
                if (chunk.name().equals(name)) {
                    return chunk;
                }
            }
            at = chunk.next();
        }
        return null;
    }

    private static Orientation orientation(ByteView file, Chunk exif) {
        // some writers put the prefix of JPEG's EXIF segment before the TIFF structure
        int prefix = file.has(exif.start(), "Exif\0") ? 6 : 0;
        int length = Math.min(exif.length(), file.size() - exif.start()) - prefix;
        return length < 0 ? Orientation.UPRIGHT : TiffDirectory.orientation(file.slice(exif.start() + prefix, length));
    }
}
