package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageProblem;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decoder refuses and how it says so, and kinds of pictures that the golden set lacks. */
class ImageDecoderTest {
    private static final int RGB = BufferedImage.TYPE_INT_RGB;

    @Test
    void refusesAnEmptyFile() {
        assertRefused(new byte[0], ImageProblem.EMPTY_IMAGE_FILE, "The image file is empty.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <svg width="1"/> | an SVG file
            <?xml version="1.0"?><svg/> | an SVG file
            <!DOCTYPE html><p> | a web page (HTML)
            <rss/> | markup (HTML, XML, SVG)
            {"error": "no such picture"} | JSON
            %PDF-1.7 | a PDF file
            \\0\\0\\0\\034ftypavif\\0\\0\\0\\0 | an AVIF file
            \\0\\0\\0\\030ftypmif1\\0\\0\\0\\0mif1avif | an AVIF file
            \\0\\0\\0\\030ftypmif1\\0\\0\\0\\0mif1heic | a HEIC file
            \\0\\0\\0\\030ftypheic\\0\\0\\0\\0 | a HEIC file
            \\0\\0\\0\\030ftypisom\\0\\0\\0\\0 | a video (MP4)
            \\0\\0\\0\\024ftypqt\\040\\040\\0\\0\\0\\0 | a QuickTime video (MOV)
            \\377\\n\\0\\0 | a JPEG XL file
            \\377O\\377Q\\0 | a JPEG 2000 file
            8BPS\\0\\1 | a Photoshop file (PSD)
            qoif\\0\\0 | a QOI file
            gimp xcf v011 | a GIMP file (XCF)
            %!PS-Adobe-3.0 EPSF-3.0 | a PostScript file (PS, EPS)
            \\327\\315\\306\\232\\0\\0 | a Windows metafile (WMF)
            \\037\\213\\b\\0 | a gzip file
            PK\\3\\4\\0\\0 | a ZIP archive (or a file of Office, which is one)
            iVBORw0KGgoAAAANSUhEUg | Base64 text, encoded once more
            RIFF....AVI LIST | an AVI video
            BEGIN | something else
            \\211PNG\\n | something else
            I | something else
            GIF88a | something else
            """)
    void namesOtherFormatsByTheirFirstBytes(String start, String name) {
        assertRefused(
                start.translateEscapes().getBytes(StandardCharsets.ISO_8859_1),
                ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE,
                "By its first bytes the file is " + name
                        + "; supported images are PNG, JPEG, WebP, GIF, BMP, TIFF, ICO, PNM and TGA.");
    }

    @ParameterizedTest
    @CsvSource({"128, DICM, a DICOM file", "40, ' EMF', a Windows metafile (EMF)"})
    void namesWhatBeginsLater(int at, String magic, String name) {
        byte[] file = new byte[200];
        file[0] = 1;
        System.arraycopy(magic.getBytes(StandardCharsets.US_ASCII), 0, file, at, magic.length());
        assertThat(OtherFormats.name(file)).isEqualTo(name);
    }

    @Test
    void refusesTooManyPixelsByTheHeaderAlone() {
        assertRefused(
                Pictures.pngHeader(30_000, 30_000),
                ImageProblem.IMAGE_TOO_LARGE,
                "The image has 30000x30000 = 900000000 pixels; the limit is 50000000.");
        assertRefused(
                Pictures.pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE),
                ImageProblem.IMAGE_TOO_LARGE,
                "The image has 2147483647x2147483647 = 4611686014132420609 pixels; the limit is 50000000.");
    }

    @Test
    void limitsAreExact() throws ImageException {
        byte[] png = Pictures.encode(Pictures.gradient(10, 7, RGB), "png");
        ImageDecoder exact = new ImageDecoder(new ImageLimits(png.length, 70, 1), AlphaRule.DROP);
        assertThat(exact.decode(new ImageBytes(png)).size()).isEqualTo(new ImageSize(10, 7));
        assertRefused(
                new ImageDecoder(new ImageLimits(png.length, 69, 1), AlphaRule.DROP),
                png,
                ImageProblem.IMAGE_TOO_LARGE,
                "The image has 10x7 = 70 pixels; the limit is 69.");
        assertRefused(
                new ImageDecoder(new ImageLimits(png.length - 1, 70, 1), AlphaRule.DROP),
                png,
                ImageProblem.IMAGE_FILE_TOO_LARGE,
                "The image file has " + png.length + " bytes; the limit is " + (png.length - 1) + ".");
    }

    @Test
    void refusesManyScansOfAProgressiveJpeg() {
        byte[] jpeg = Pictures.encode(Pictures.gradient(8, 8, RGB), "jpeg");
        byte[] scan = Pictures.jpegSegment(0xDA, "", new byte[] {1, 1, 0, 0, 63, 0});
        byte[] many = jpeg;
        for (int i = 0; i < 100; i++) {
            many = Pictures.insert(many, jpeg.length - 2, scan);
        }
        assertRefused(many, ImageProblem.IMAGE_TOO_LARGE, "The JPEG image has 101 scans; the limit is 100.");
    }

    @ParameterizedTest
    @CsvSource({"0,5", "5,0", "0,0"})
    void refusesImagesWithoutPixels(int width, int height) {
        assertRefused(
                Pictures.pngHeader(width, height),
                ImageProblem.INVALID_IMAGE,
                "The image has no pixels: its width or height is 0.");
    }

    @ParameterizedTest
    @CsvSource({
        "2,progressive ok",
        "3,lossless or hierarchical coding",
        "9,arithmetic coding",
        "5,lossless or hierarchical coding"
    })
    void refusesUnusualJpegProcessesByName(int process, String feature) {
        byte[] jpeg = Pictures.encode(Pictures.gradient(8, 8, RGB), "jpeg");
        int frame = indexOf(jpeg, (byte) 0xC0);
        jpeg[frame] = (byte) (0xC0 + process);
        if (process > 2) {
            assertRefused(
                    jpeg,
                    ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE,
                    "JPEG images with " + feature + " are not supported.");
        } else {
            assertThat(JpegMarkersTest.read(jpeg).size()).isEqualTo(new ImageSize(8, 8));
        }
    }

    @Test
    void refusalsBecomeThoseOfARequest() {
        ImageException refusal = ImageException.broken(ImageFormat.GIF);
        assertThat(refusal.at(3).failure())
                .isEqualTo(new ChatFailure.BadImage(3, ImageProblem.IMAGE_PARSE_ERROR, refusal.getMessage()));
    }

    @ParameterizedTest
    @CsvSource({
        "png,1", "png,4", "png,5", "png,10", "png,12", "png,13", "bmp,1", "bmp,5", "bmp,8", "bmp,9", "bmp,10", "bmp,12",
        "bmp,13", "gif,12", "gif,13", "tiff,1", "tiff,5", "tiff,10", "tiff,12", "tiff,13"
    })
    void decodesWhatTheJdkEncodes(String format, int type) throws ImageException {
        BufferedImage image = Pictures.gradient(37, 23, type);
        Rgb expected = type == BufferedImage.TYPE_BYTE_GRAY ? greyLevels(image) : Pictures.rgb(image);
        Rgb decoded = Pictures.decode(Pictures.encode(image, format));
        GoldenImages.assertClose(format + " of type " + type, decoded, expected, 0);
    }

    @Test
    void decodesGreyAndColourJpegs() throws ImageException {
        BufferedImage smooth = new BufferedImage(64, 48, RGB);
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                smooth.setRGB(x, y, x * 3 << 16 | y * 4 << 8 | 128);
            }
        }
        Rgb colour = Pictures.decode(Pictures.encode(smooth, "jpeg"));
        GoldenImages.assertClose("colour", colour, Pictures.rgb(smooth), 16);
        BufferedImage grey = new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_GRAY);
        grey.getGraphics().drawImage(smooth, 0, 0, null);
        GoldenImages.assertClose("grey", Pictures.decode(Pictures.encode(grey, "jpeg")), greyLevels(grey), 6);
    }

    /** Cameras and editors write much that makes readers of whole images fail or convert colours. */
    @Test
    void segmentsThatAreNotPixelsDoNotChangeAJpeg() throws ImageException {
        byte[] jpeg = Pictures.encode(Pictures.gradient(33, 21, RGB), "jpeg");
        Rgb expected = Pictures.decode(jpeg);
        int jfifEnd = 4 + ((jpeg[4] & 0xFF) << 8 | jpeg[5] & 0xFF);
        byte[] start = {(byte) 0xFF, (byte) 0xD8};
        byte[] withoutJfif = Pictures.insert(Arrays.copyOfRange(jpeg, jfifEnd, jpeg.length), 0, start);
        List<byte[]> variants = List.of(
                withoutJfif,
                Pictures.insert(withoutJfif, 2, Pictures.jpegSegment(0xE1, "Exif\0\0", new byte[] {'x'})),
                Pictures.insert(
                        withoutJfif, 2, Pictures.jpegSegment(0xEE, "Adobe", new byte[] {0, 100, 0, 0, 0, 0, 1})),
                Pictures.insert(jpeg, jfifEnd, Pictures.jpegSegment(0xE2, "ICC_PROFILE\0", new byte[] {1, 1, 9, 9})),
                Pictures.insert(jpeg, jfifEnd, Pictures.jpegSegment(0xE0, "JFXX\0", new byte[] {0x10, 1, 2})),
                Pictures.insert(jpeg, jfifEnd, Pictures.jpegSegment(0xFE, "a comment", new byte[0])),
                Pictures.insert(jpeg, jpeg.length, new byte[] {0, 1, 2, (byte) 0xFF, (byte) 0xD8}));
        for (byte[] variant : variants) {
            assertThat(Pictures.decode(variant).samples()).isEqualTo(expected.samples());
        }
    }

    @Test
    void chunksThatAreNotPixelsDoNotReachThePngReader() throws ImageException {
        BufferedImage image = Pictures.gradient(5, 4, RGB);
        byte[] png = Pictures.encode(image, "png");
        byte[] withNonsense = Pictures.insert(png, 33, Pictures.pngChunk("iCCP", new byte[] {1, 2, 3}));
        withNonsense = Pictures.insert(withNonsense, 33, Pictures.pngChunk("zTXt", new byte[] {0, 0, 9}));
        assertThat(Pictures.decode(withNonsense).samples())
                .isEqualTo(Pictures.rgb(image).samples());
    }

    @Test
    void transparencyIsBlendedOrDropped() throws ImageException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x80_64_00_FF);
        image.setRGB(1, 0, 0x00_10_20_30);
        ImageBytes png = new ImageBytes(Pictures.encode(image, "png"));
        assertThat(new ImageDecoder(ImageLimits.DEFAULT, AlphaRule.DROP)
                        .decode(png)
                        .samples())
                .containsExactly(0x64, 0, 0xFF, 0x10, 0x20, 0x30);
        assertThat(ImageDecoder.DEFAULT.decode(png).samples()).containsExactly(177, 127, 255, 255, 255, 255);
    }

    @Test
    void limitsMustBePositive() {
        assertThatThrownBy(() -> new ImageLimits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageLimits(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageLimits(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(byte[] file, ImageProblem problem, String message) {
        assertRefused(ImageDecoder.DEFAULT, file, problem, message);
    }

    private static void assertRefused(ImageDecoder decoder, byte[] file, ImageProblem problem, String message) {
        for (boolean whole : new boolean[] {false, true}) {
            assertThatThrownBy(() -> {
                        if (whole) {
                            decoder.decode(new ImageBytes(file));
                        } else {
                            decoder.probe(new ImageBytes(file));
                        }
                    })
                    .isInstanceOfSatisfying(
                            ImageException.class,
                            refused -> assertThat(refused.problem()).isEqualTo(problem))
                    .hasMessage(message);
        }
    }

    /** Samples as stored: getRGB would convert them between gamma curves. */
    private static Rgb greyLevels(BufferedImage image) {
        int[] levels = image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
        byte[] samples = new byte[3 * levels.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) levels[i / 3];
        }
        return new Rgb(image.getWidth(), image.getHeight(), samples);
    }

    /** The byte after FF. */
    private static int indexOf(byte[] jpeg, byte marker) {
        int i = 2;
        while (jpeg[i] != (byte) 0xFF || jpeg[i + 1] != marker) {
            i++;
        }
        return i + 1;
    }

    @ParameterizedTest(name = "{0} of type {1}")
    @CsvSource({
        "png, 5, 6", // TYPE_3BYTE_BGR
        "png, 6, 6", // TYPE_4BYTE_ABGR
        "png, 10, 6", // TYPE_BYTE_GRAY
        "png, 11, 6", // TYPE_USHORT_GRAY
        "png, 13, 6", // TYPE_BYTE_INDEXED
        "gif, 13, 6",
        "bmp, 5, 6",
        "tiff, 5, 6",
        "tiff, 10, 6",
        "tiff, 11, 6",
    })
    void memoryForDecodingIsToldBefore(String format, int type, long bytesPerPixel) throws Exception {
        byte[] file = Pictures.encode(new BufferedImage(10, 7, type), format);
        assertThat(Pictures.probe(file).decodingBytes()).isEqualTo(bytesPerPixel * 70);
    }

    /** Two rows of samples are there at a time, which is much of a picture that is one row. */
    @Test
    void memoryForDecodingKnowsLongRows() throws Exception {
        byte[] png = Pictures.encode(new BufferedImage(70, 1, BufferedImage.TYPE_4BYTE_ABGR), "png");
        assertThat(Pictures.probe(png).decodingBytes()).isEqualTo((2 * 4 + 3) * 70);
        png[24] = 16; // IHDR: the bit depth
        assertThat(Pictures.probe(png).decodingBytes()).isEqualTo((2 * 8 + 3) * 70);
    }
}
