package io.belvedere.engine.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * GIF, the first frame on its canvas.
 *
 * @param frameX where the frame's left column is on the canvas
 * @param frameY where its top row is
 */
record GifFile(byte[] bytes, ImageSize size, int frameX, int frameY, ImageSize frame) implements ImageFile {
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;

    static GifFile of(byte[] bytes) throws ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        int flags = file.u8(10);
        int at = 13 + ((flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1));
        while (file.u8(at) == EXTENSION) {
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
        return new GifFile(bytes, canvas, x, y, frame);
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
        return 3; // one, until the frame is put on its canvas
    }

    @Override
    public Rgb decode(AlphaRule alpha) throws IOException, ImageException {
        BufferedImage image = Codecs.read(Codecs.builtIn("gif"), bytes, frame);
        Rgb pixels = Pixels.rgb(image, alpha);
        return frame.equals(size) ? pixels : pixels.on(size, frameX, frameY, background(image, alpha));
    }

    /** What the canvas shows around the frame: the transparent colour, or the first one if none is transparent. */
    private static byte[] background(BufferedImage image, AlphaRule alpha) {
        IndexColorModel palette = (IndexColorModel) image.getColorModel();
        int index = Math.max(0, palette.getTransparentPixel());
        return Pixels.color(palette.getRGB(index), alpha);
    }
}
