package io.belvedere.server.document.pdf.jpx;

import java.awt.Rectangle;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** The one picture of its input, which is read to its end, as the PDF library asks for it. */
final class JpxImageReader extends ImageReader {
    private @Nullable JpxPicture decoded;

    JpxImageReader(ImageReaderSpi provider) {
        super(provider);
    }

    private JpxPicture picture() throws IOException {
        if (decoded == null) {
            if (!(getInput() instanceof ImageInputStream in)) {
                throw new IllegalStateException("no input");
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 14];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
            }
            decoded = JpxPicture.decode(bytes.toByteArray());
        }
        return decoded;
    }

    @Override
    public BufferedImage read(int index, @Nullable ImageReadParam how) throws IOException {
        JpxPicture picture = picture();
        Rectangle part = getSourceRegion(how, picture.width(), picture.height());
        int stepX = how == null ? 1 : how.getSourceXSubsampling();
        int stepY = how == null ? 1 : how.getSourceYSubsampling();
        int width = Math.ceilDiv(part.width, stepX);
        int height = Math.ceilDiv(part.height, stepY);
        int channels = picture.channels();
        byte[] samples = new byte[width * height * channels];
        int to = 0;
        for (int y = 0; y < height; y++) {
            int row = (part.y + y * stepY) * picture.width();
            for (int x = 0; x < width; x++) {
                System.arraycopy(picture.samples(), (row + part.x + x * stepX) * channels, samples, to, channels);
                to += channels;
            }
        }
        return image(samples, width, height, channels);
    }

    private static BufferedImage image(byte[] samples, int width, int height, int channels) {
        int[] offsets = new int[channels];
        java.util.Arrays.setAll(offsets, i -> i);
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length), width, height, width * channels, channels, offsets, null);
        ColorSpace space = switch (channels) {
            case 1 -> ColorSpace.getInstance(ColorSpace.CS_GRAY);
            case 3 -> ColorSpace.getInstance(ColorSpace.CS_sRGB);
            default -> new FourInks();
        };
        ColorModel colors = new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(colors, raster, false, null);
    }

    /** The PDF file tells what they are; only their number counts here. */
    private static final class FourInks extends ColorSpace {
        private static final long serialVersionUID = 1;

        FourInks() {
            super(TYPE_CMYK, 4);
        }

        @Override
        public float[] toRGB(float[] inks) {
            float light = 1 - inks[3];
            return new float[] {(1 - inks[0]) * light, (1 - inks[1]) * light, (1 - inks[2]) * light};
        }

        @Override
        public float[] fromRGB(float[] rgb) {
            return new float[] {1 - rgb[0], 1 - rgb[1], 1 - rgb[2], 0};
        }

        @Override
        public float[] toCIEXYZ(float[] inks) {
            return ColorSpace.getInstance(CS_sRGB).toCIEXYZ(toRGB(inks));
        }

        @Override
        public float[] fromCIEXYZ(float[] xyz) {
            return fromRGB(ColorSpace.getInstance(CS_sRGB).fromCIEXYZ(xyz));
        }
    }

    @Override
    public int getNumImages(boolean search) {
        return 1;
    }

    @Override
    public int getWidth(int index) throws IOException {
        return picture().width();
    }

    @Override
    public int getHeight(int index) throws IOException {
        return picture().height();
    }

    @Override
    public Iterator<ImageTypeSpecifier> getImageTypes(int index) throws IOException {
        BufferedImage one =
                image(new byte[picture().channels()], 1, 1, picture().channels());
        return Collections.singleton(new ImageTypeSpecifier(one)).iterator();
    }

    @Override
    public @Nullable IIOMetadata getStreamMetadata() {
        return null;
    }

    @Override
    public @Nullable IIOMetadata getImageMetadata(int index) {
        return null;
    }
}
