package io.belvedere.engine;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import javax.imageio.ImageIO;

/** Encoded pictures of any size, with colours that differ from pixel to pixel. */
final class TinyPictures {
    /** An Exif segment that says: turn by 90 degrees (orientation 6). */
    private static final byte[] TURNED = HexFormat.of()
            .parseHex("ffe10022457869660000" + "4d4d002a00000008" + "0001011200030000000100060000" + "00000000");

    private TinyPictures() {}

    static byte[] png(int width, int height) {
        return encoded(width, height, "png");
    }

    /** A JPEG that is stored in this size and lies on its side. */
    static byte[] turned(int width, int height) {
        byte[] upright = encoded(width, height, "jpeg");
        byte[] turned = new byte[upright.length + TURNED.length];
        System.arraycopy(upright, 0, turned, 0, 2);
        System.arraycopy(TURNED, 0, turned, 2, TURNED.length);
        System.arraycopy(upright, 2, turned, 2 + TURNED.length, upright.length - 2);
        return turned;
    }

    private static byte[] encoded(int width, int height, String format) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x * 255 / width << 16 | y * 255 / height << 8 | (x * 7 + y * 13) % 256);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
