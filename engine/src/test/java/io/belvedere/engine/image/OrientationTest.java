package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {
    /** Three columns, two rows: abc over def. */
    private static final Rgb STORED = letters("abc,def");

    /** As the EXIF standard draws the eight cases. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "1 abc,def",
                "2 cba,fed",
                "3 fed,cba",
                "4 def,abc",
                "5 ad,be,cf",
                "6 da,eb,fc",
                "7 fc,eb,da",
                "8 cf,be,ad",
                "0 abc,def",
                "9 abc,def",
                "-1 abc,def"
            })
    void turnsThePixels(int tag, String expected) {
        Rgb turned = Orientation.of(tag).apply(STORED);
        assertThat(turned.samples()).isEqualTo(letters(expected).samples());
        assertThat(turned.size()).isEqualTo(letters(expected).size());
        assertThat(Orientation.of(tag).apply(STORED.size())).isEqualTo(turned.size());
    }

    @Test
    void isReadFromEveryFormatThatHasIt() throws ImageException {
        BufferedImage image = Pictures.gradient(6, 4, BufferedImage.TYPE_INT_RGB);
        for (int tag = 1; tag <= 8; tag++) {
            ByteOrder order = tag % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            byte[] exif = Pictures.exif(tag, order);
            byte[] png = Pictures.encode(image, "png");
            byte[] turnedPng = Pictures.insert(png, 33, Pictures.pngChunk("eXIf", exif));
            Rgb expected = Orientation.of(tag).apply(Pictures.rgb(image));
            assertThat(Pictures.decode(turnedPng).samples()).isEqualTo(expected.samples());
            byte[] jpeg = Pictures.encode(image, "jpeg");
            byte[] turnedJpeg = Pictures.insert(jpeg, 2, Pictures.jpegSegment(0xE1, "Exif\0\0", exif));
            ImageHeader header = Pictures.probe(turnedJpeg);
            assertThat(header.orientation()).isEqualTo(Orientation.of(tag));
            assertThat(header.stored()).isEqualTo(new ImageSize(6, 4));
            assertThat(header.oriented()).isEqualTo(expected.size());
        }
    }

    @Test
    void brokenMetadataLeavesThePictureUpright() throws ImageException {
        byte[] jpeg = Pictures.encode(Pictures.gradient(6, 4, BufferedImage.TYPE_INT_RGB), "jpeg");
        byte[] exif = Pictures.exif(6, ByteOrder.BIG_ENDIAN);
        exif[4] = 0x7F; // the directory is said to be far beyond the block
        byte[] broken = Pictures.insert(jpeg, 2, Pictures.jpegSegment(0xE1, "Exif\0\0", exif));
        assertThat(Pictures.probe(broken).orientation()).isEqualTo(Orientation.UPRIGHT);
        assertThat(Pictures.decode(broken).size()).isEqualTo(new ImageSize(6, 4));
    }

    private static Rgb letters(String rows) {
        int width = rows.indexOf(',');
        String text = rows.replace(",", "");
        byte[] samples = new byte[3 * text.length()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (text.charAt(i / 3) + i % 3);
        }
        return new Rgb(width, text.length() / width, samples);
    }
}
