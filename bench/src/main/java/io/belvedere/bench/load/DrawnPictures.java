package io.belvedere.bench.load;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * PNG files of a few plain shapes, such as the embedded model was trained on; the same seed draws the same bytes,
 * another seed others.
 */
final class DrawnPictures {
    private static final List<Color> COLOURS = List.of(
            Color.RED, Color.BLUE, Color.GREEN, Color.ORANGE, Color.PINK, Color.BLACK, Color.GRAY, Color.YELLOW);
    private static final int MOST_SHAPES = 5;

    private DrawnPictures() {}

    static byte[] shapes(long seed, int width, int height) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage picture = blank(width, height);
        Graphics2D pen = picture.createGraphics();
        for (int shapes = random.nextInt(1, MOST_SHAPES + 1); shapes > 0; shapes--) {
            pen.setColor(COLOURS.get(random.nextInt(COLOURS.size())));
            int side = Math.max(2, Math.min(width, height) * random.nextInt(15, 40) / 100);
            int x = random.nextInt(width - side + 1);
            int y = random.nextInt(height - side + 1);
            if (random.nextBoolean()) {
                pen.fillOval(x, y, side, side);
            } else {
                pen.fillRect(x, y, side, side);
            }
        }
        pen.dispose();
        // the seed itself, so that no two pictures are the same
        picture.setRGB(0, 0, (int) seed);
        picture.setRGB(1, 0, (int) (seed >>> 24));
        picture.setRGB(2, 0, (int) (seed >>> 48));
        return png(picture);
    }

    /** What the control question is about. */
    static byte[] redCircle() {
        BufferedImage picture = blank(224, 224);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.RED);
        pen.fillOval(70, 60, 90, 90);
        pen.dispose();
        return png(picture);
    }

    private static BufferedImage blank(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return picture;
    }

    private static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
