package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageProblem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiffFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"LZW", "ZLib", "PackBits", "Deflate"})
    void decodesLosslessCompressions(String compression) throws Exception {
        BufferedImage image = Pictures.gradient(61, 40, BufferedImage.TYPE_INT_RGB);
        Rgb decoded = Pictures.decode(compressed(image, compression));
        assertThat(decoded.samples()).isEqualTo(Pictures.rgb(image).samples());
    }

    @Test
    void decodesJpegInside() throws Exception {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, (i % 64 * 3) << 16 | (i / 64 * 3) << 8 | 90);
        }
        GoldenImages.assertClose("JPEG in TIFF", Pictures.decode(compressed(image, "JPEG")), Pictures.rgb(image), 16);
    }

    /** Inks of one pixel, uncompressed: cyan, magenta, yellow, black. */
    @Test
    void decodesInks() throws ImageException {
        byte[] file = tiff(5, 4, new byte[] {0, (byte) 128, (byte) 255, (byte) 128});
        assertThat(Pictures.decode(file).samples()).containsExactly(127, 63, 0);
    }

    @Test
    void refusesTilesAndSamplesThatWouldTakeTheMemory() {
        byte[] many = tiff(2, 5000, new byte[4]);
        assertThatThrownBy(() -> Pictures.decode(many))
                .isInstanceOfSatisfying(
                        ImageException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE))
                .hasMessage("TIFF images with more than 8 samples a pixel are not supported.");
        byte[] huge = tiff(2, 3, new byte[4]); // the last two entries become a tile's width and height
        ByteBuffer entries = ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN);
        entries.putShort(10 + 12 * 8, (short) 322).putInt(10 + 12 * 8 + 8, 1 << 15);
        entries.putShort(10 + 12 * 7, (short) 323).putInt(10 + 12 * 7 + 8, 1 << 15);
        assertThatThrownBy(() -> Pictures.decode(huge))
                .hasMessage("TIFF images with tiles far larger than the image are not supported.");
    }

    private static byte[] compressed(BufferedImage image, String compression) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam options = writer.getDefaultWriteParam();
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionType(compression);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.setOutput(new MemoryCacheImageOutputStream(bytes));
        writer.write(null, new IIOImage(image, null, null), options);
        ((MemoryCacheImageOutputStream) writer.getOutput()).close();
        writer.dispose();
        return bytes.toByteArray();
    }

    /** One uncompressed pixel of 8-bit samples. */
    private static byte[] tiff(int photometric, int samplesPerPixel, byte[] pixel) {
        int entries = 9;
        int data = 10 + 12 * entries + 4;
        ByteBuffer file = ByteBuffer.allocate(data + 8 + pixel.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) entries);
        entry(file, 256, 4, 1, 1);
        entry(file, 257, 4, 1, 1);
        entry(file, 258, 3, 4, data); // bits per sample stand before the pixel
        entry(file, 259, 3, 1, 1);
        entry(file, 262, 3, 1, photometric);
        entry(file, 273, 4, 1, data + 8);
        entry(file, 277, 3, 1, samplesPerPixel);
        entry(file, 278, 4, 1, 1);
        entry(file, 279, 4, 1, pixel.length);
        file.putInt(0);
        for (int i = 0; i < 4; i++) {
            file.putShort((short) 8);
        }
        return file.put(pixel).array();
    }

    private static void entry(ByteBuffer file, int tag, int type, int count, int value) {
        file.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }
}
