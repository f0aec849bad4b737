package io.belvedere.server.document.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;

/** A JPEG file within a PDF file. The JDK's reader only warns of what it lacks. */
final class JpegData {
    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int START_OF_SCAN = 0xDA;

    /** Enough to have next to nothing to keep of it; every pixel is decoded all the same. */
    private static final int SUBSAMPLING = 64;

    private final byte[] file;

    JpegData(byte[] file) {
        this.file = file;
    }

    /** Requires a kind that the JDK reads, as wide and as many-coloured as the picture, and all of its pixels. */
    void check(PDImage picture) throws IOException {
        int at = start();
        while (at + 9 < file.length && u8(at) == 0xFF && u8(at + 1) != START_OF_SCAN) {
            int marker = u8(at + 1);
            if (isFrame(marker)) {
                requireKind(marker, u8(at + 4));
                requireFit(picture, u16(at + 5), u16(at + 7), u8(at + 9));
                requirePixels();
                return;
            }
            at += marker == 0xFF ? 1 : 2 + u16(at + 2); // a filling byte, or a segment
        }
    }

    private int start() {
        for (int at = 0; at + 1 < file.length; at++) {
            if (u16(at) == START_OF_IMAGE) {
                return at + 2;
            }
        }
        return file.length;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static void requireKind(int marker, int bits) throws LostContent {
        if (bits != 8) {
            throw notRead("with %d bits a sample".formatted(bits));
        }
        switch (marker) {
            case 0xC0, 0xC1, 0xC2 -> {}
            case 0xC3 -> throw notRead("coded without loss");
            case 0xC5, 0xC6, 0xC7 -> throw notRead("coded hierarchically");
            default -> throw notRead("coded arithmetically");
        }
    }

    private static LostContent notRead(String kind) {
        return LostContent.unsupported("a picture in JPEG format, %s, which is not read".formatted(kind));
    }

    private static void requireFit(PDImage picture, int height, int width, int components) throws IOException {
        boolean tallEnough = height == 0 || height >= picture.getHeight() - Math.max(1, picture.getHeight() / 100);
        boolean sameColors =
                picture.isStencil() || components == picture.getColorSpace().getNumberOfComponents();
        if (!tallEnough || width != picture.getWidth() || !sameColors) {
            throw LostContent.damaged(
                    "a picture in JPEG format that is of another size, or has other colours, than it says");
        }
    }

    private void requirePixels() throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        ImageReader reader = readers.next();
        AtomicBoolean damaged = new AtomicBoolean();
        reader.addIIOReadWarningListener((_, warning) -> {
            if (tellsOfLoss(warning.toLowerCase(Locale.ROOT))) {
                damaged.set(true);
            }
        });
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, false, true);
            ImageReadParam few = reader.getDefaultReadParam();
            few.setSourceSubsampling(SUBSAMPLING, SUBSAMPLING, 0, 0);
            reader.readRaster(0, few);
        } catch (IOException e) {
            return; // whether the picture can be drawn is seen when it is
        } finally {
            reader.dispose();
        }
        if (damaged.get()) {
            throw PictureCheck.cut();
        }
    }

    /** A missing end marker alone is none, nor are bytes too many between the segments. */
    private static boolean tellsOfLoss(String warning) {
        return warning.contains("premature end of data")
                || warning.contains("bad huffman")
                || warning.contains("instead of rst");
    }

    private int u8(int at) {
        return file[at] & 0xFF;
    }

    private int u16(int at) {
        return (u8(at) << 8) | u8(at + 1);
    }
}
