package io.belvedere.engine.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * GIF, the first frame on its canvas.
 *
 * @param imageAt where the frame begins in the file
 * @param controlAt where the last control block before it begins, which names the transparent colour; 0 if there is
 *     none
 * @param frameX where the frame's left column is on the canvas
 * @param frameY where its top row is
 */
record GifFile(byte[] bytes, ImageSize size, int imageAt, int controlAt, int frameX, int frameY, ImageSize frame)
        implements ImageFile {
    private static final int EXTENSION = 0x21;
    private static final int CONTROL = 0xF9;
    private static final int IMAGE = 0x2C;
    private static final int IMAGE_BYTES = 10;
    private static final int HEADER_BYTES = 13;
    private static final int FLAGS_AT = 10;
    private static final int HAS_PALETTE = 0x80;
    private static final int INTERLACED = 0x40;

    /** A code has 3 bits at least and stands for 4,096 pixels at most. */
    private static final int MAX_PIXELS_PER_BYTE = 4096;

    static GifFile of(byte[] bytes) throws ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        int at = palettesEnd(file);
        int control = 0;
        while (file.u8(at) == EXTENSION) {
            control = file.u8(at + 1) == CONTROL && file.u8(at + 2) == 4 && file.u8(at + 7) == 0 ? at : control;
            at += 2;
            while (file.u8(at) != 0) {
                at += 1 + file.u8(at);
            }
            at++;
        }
        if (file.u8(at) != IMAGE) {
            throw ImageException.broken(ImageFormat.GIF);
        }
        int x = file.u16(at + 1);
        int y = file.u16(at + 3);
        ImageSize frame = ImageFile.size(file.u16(at + 5), file.u16(at + 7));
        // a frame that doesn't fit widens the canvas
        ImageSize canvas =
                new ImageSize(Math.max(file.u16(6), x + frame.width()), Math.max(file.u16(8), y + frame.height()));
        return new GifFile(bytes, canvas, at, control, x, y, frame);
    }

    private static int palettesEnd(ByteView file) {
        int flags = file.u8(FLAGS_AT);
        return HEADER_BYTES + ((flags & HAS_PALETTE) == 0 ? 0 : 3 << ((flags & 7) + 1));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.GIF;
    }

    @Override
    public Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    @Override
    public int storedBytes() {
        return 0; // pixels become RGB as they are read
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException, ImageException {
        if (frame.pixels() > (long) MAX_PIXELS_PER_BYTE * (bytes.length - imageAt)) {
            throw new EOFException();
        }
        int flags = bytes[imageAt + 9];
        int[] colors = colors(flags);
        int transparent = transparentColor();
        if (transparent >= 0 && transparent < colors.length) {
            colors[transparent] &= 0xFFFFFF;
        }
        byte[] palette = new byte[3 * colors.length];
        for (int i = 0; i < colors.length; i++) {
            System.arraycopy(Pixels.color(colors[i], alpha), 0, palette, 3 * i, 3);
        }
        byte[] rgb = new byte[Math.toIntExact(3 * size.pixels())];
        if (!frame.equals(size)) {
            // around the frame: the transparent colour, or the first one if none is transparent
            int around = transparent >= 0 && transparent < colors.length ? transparent : 0;
            for (int i = 0; i < rgb.length; i += 3) {
                System.arraycopy(palette, 3 * around, rgb, i, 3);
            }
        }
        int start = 3 * (frameY * size.width() + frameX);
        boolean interlaced = (flags & INTERLACED) != 0;
        int codesAt = imageAt + IMAGE_BYTES + ((flags & HAS_PALETTE) == 0 ? 0 : 3 * colors.length);
        new GifPixels(bytes, codesAt, new GifPixels.Canvas(palette, rgb, start, size.width(), frame, interlaced))
                .read(watch);
        return new Rgb(size.width(), size.height(), rgb);
    }

    /** 0xFFRRGGBB of each place of the frame's palette, or of that of all frames. */
    private int[] colors(int flags) throws ImageException {
        boolean isOwn = (flags & HAS_PALETTE) != 0;
        if (!isOwn && (bytes[FLAGS_AT] & HAS_PALETTE) == 0) {
            throw ImageException.unsupported(ImageFormat.GIF, "no palette");
        }
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        int[] colors = new int[2 << ((isOwn ? flags : bytes[FLAGS_AT]) & 7)];
        for (int i = 0, at = isOwn ? imageAt + IMAGE_BYTES : HEADER_BYTES; i < colors.length; i++, at += 3) {
            colors[i] = 0xFF000000 | file.u8(at) << 16 | file.u8(at + 1) << 8 | file.u8(at + 2);
        }
        return colors;
    }

    /** -1 if there is none. */
    private int transparentColor() {
        return controlAt > 0 && (bytes[controlAt + 3] & 1) != 0 ? bytes[controlAt + 6] & 0xFF : -1;
    }
}
