package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ImageBytes;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GifFileTest {
    private static final int TRANSPARENT = 2;

    /** Red, green, and a blue that isn't shown. */
    private static final IndexColorModel PALETTE = new IndexColorModel(
            2,
            4,
            new byte[] {(byte) 255, 0, 0, 9},
            new byte[] {0, (byte) 255, 0, 9},
            new byte[] {0, 0, (byte) 255, 9},
            TRANSPARENT);

    @Test
    void aFrameStandsWhereItBelongs() throws ImageException {
        byte[] file = twoPixels();
        ImageSize canvas = new ImageSize(5, 3);
        place(file, canvas, 2, 1);
        assertThat(Pictures.probe(file).stored()).isEqualTo(canvas);
        byte[] samples = Pictures.decode(file).samples();
        int frame = 3 * (5 + 2);
        assertThat(Arrays.copyOfRange(samples, frame, frame + 6)).containsExactly(255, 0, 0, 0, 255, 0);
        Arrays.fill(samples, frame, frame + 6, (byte) 255);
        assertThat(samples).as("transparent around").containsOnly(255);
    }

    @Test
    void withoutBlendingTheCanvasHasTheTransparentColour() throws ImageException {
        byte[] file = twoPixels();
        place(file, new ImageSize(3, 1), 1, 0);
        Rgb decoded = new ImageDecoder(ImageLimits.DEFAULT, AlphaRule.DROP).decode(new ImageBytes(file));
        assertThat(decoded.samples()).containsExactly(0, 0, 255, 255, 0, 0, 0, 255, 0);
    }

    @Test
    void aFrameBeyondTheCanvasWidensIt() throws ImageException {
        byte[] file = twoPixels();
        place(file, new ImageSize(1, 1), 3, 4);
        assertThat(Pictures.decode(file).size()).isEqualTo(new ImageSize(5, 5));
    }

    private static byte[] twoPixels() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, PALETTE);
        image.getRaster().setSample(1, 0, 0, 1);
        return Pictures.encode(image, "gif");
    }

    /** Changes the size of the canvas and the frame's place on it. */
    private static void place(byte[] file, ImageSize canvas, int x, int y) {
        file[6] = (byte) canvas.width();
        file[8] = (byte) canvas.height();
        int at = 13 + 3 * 4;
        while (file[at] != 0x2C) {
            at++;
        }
        file[at + 1] = (byte) x;
        file[at + 3] = (byte) y;
    }
}
