package io.belvedere.engine.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.ImageReader;

/**
 * GIF, the first frame on its canvas.
 *
 * @param imageAt where the frame begins in the file
 * @param controlAt where the last control block before it begins, which names the transparent colour; 0 if there is none
 * @param frameX where the frame's left column is on the canvas
 * @param frameY where its top row is
 */
record GifFile(byte[] bytes, ImageSize size, int imageAt, int controlAt, int frameX, int frameY, ImageSize frame)
        implements ImageFile {
    private static final int EXTENSION = 0x21;
    private static final int CONTROL = 0xF9;
    private static final int CONTROL_BYTES = 8;
    private static final int IMAGE = 0x2C;

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
        int flags = file.u8(10);
        return 13 + ((flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1));
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
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException, ImageException {
        BufferedImage image = readFrame(watch);
        Rgb pixels = Pixels.rgb(image, alpha);
        return frame.equals(size) ? pixels : pixels.on(size, frameX, frameY, background(image, alpha));
    }

    /** The reader leaves rows empty where the codes end early, and guesses where they mean nothing. */
    private BufferedImage readFrame(DecodingWatch watch) throws IOException {
        if (frame.pixels() > (long) MAX_PIXELS_PER_BYTE * (bytes.length - imageAt)) {
            throw new EOFException();
        }
        ImageReader reader = Codecs.builtIn("gif");
        Completeness completeness = new Completeness();
        reader.addIIOReadProgressListener(completeness);
        reader.addIIOReadWarningListener(completeness);
        BufferedImage image = Codecs.read(reader, withoutExtras(), frame, watch);
        if (!completeness.isComplete()) {
            throw new IOException("rows are missing, or codes mean nothing");
        }
        return image;
    }

    /** The file without comments and the like, which the reader would collect piece by piece in quadratic time, and later frames. */
    private byte[] withoutExtras() {
        int start = palettesEnd(ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN));
        ByteArrayOutputStream reduced = new ByteArrayOutputStream(start + bytes.length - imageAt + CONTROL_BYTES);
        reduced.write(bytes, 0, start);
        if (controlAt > 0) {
            reduced.write(bytes, controlAt, CONTROL_BYTES);
        }
        reduced.write(bytes, imageAt, bytes.length - imageAt);
        return reduced.toByteArray();
    }

    /** What the canvas shows around the frame: the transparent colour, or the first one if none is transparent. */
    private static byte[] background(BufferedImage image, AlphaRule alpha) {
        IndexColorModel palette = (IndexColorModel) image.getColorModel();
        int index = Math.max(0, palette.getTransparentPixel());
        return Pixels.color(palette.getRGB(index), alpha);
    }
}
