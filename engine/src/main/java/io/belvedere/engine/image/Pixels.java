package io.belvedere.engine.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Decoded images to RGB. Reads rasters: {@code BufferedImage.getRGB} would convert grey between gamma curves and apply colour
 * profiles.
 */
final class Pixels {
    private Pixels() {}

    static Rgb rgb(BufferedImage image, AlphaRule alpha) throws ImageException {
        image.coerceData(false); // colours that were multiplied by their alpha are divided again
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel palette) {
            return fromPalette(image.getRaster(), palette, alpha);
        }
        int type = image.getRaster().getTransferType();
        if (model instanceof ComponentColorModel && type == DataBuffer.TYPE_BYTE) {
            boolean plain = image.getRaster().getNumBands() == 3;
            return plain ? fromBytes(image.getRaster()) : fromBands(image.getRaster(), model, 0, alpha);
        } else if (model instanceof ComponentColorModel && type == DataBuffer.TYPE_USHORT) {
            return fromBands(image.getRaster(), model, 8, alpha);
        } else if (model.getNumComponents() >= 3 && model.getColorSpace().isCS_sRGB()) {
            return fromPacked(image, alpha);
        }
        throw ImageException.unsupportedPixels();
    }

    /** (height, width) ARGB. */
    static Rgb rgb(int[] argb, int width, int height, AlphaRule alpha) {
        byte[] rgb = new byte[Math.multiplyExact(3, argb.length)];
        for (int i = 0; i < argb.length; i++) {
            put(rgb, 3 * i, argb[i], alpha);
        }
        return new Rgb(width, height, rgb);
    }

    /** One colour, given as 0xAARRGGBB. */
    static byte[] color(int argb, AlphaRule alpha) {
        byte[] rgb = new byte[3];
        put(rgb, 0, argb, alpha);
        return rgb;
    }

    private static void put(byte[] rgb, int i, int argb, AlphaRule alpha) {
        alpha.put(rgb, i, argb >> 16, argb >> 8, argb, argb >>> 24);
    }

    private static Rgb fromPalette(Raster raster, IndexColorModel palette, AlphaRule alpha) {
        byte[][] colors = new byte[palette.getMapSize()][];
        for (int i = 0; i < colors.length; i++) {
            colors[i] = color(palette.getRGB(i), alpha);
        }
        int width = raster.getWidth();
        byte[] rgb = new byte[Math.multiplyExact(3 * width, raster.getHeight())];
        int[] row = new int[width];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++, i += 3) {
                System.arraycopy(colors[row[x]], 0, rgb, i, 3);
            }
        }
        return new Rgb(width, raster.getHeight(), rgb);
    }

    /** Three bands of bytes, the usual photograph. */
    private static Rgb fromBytes(Raster raster) {
        if (!(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
                || !(raster.getDataBuffer() instanceof DataBufferByte buffer)
                || buffer.getOffset() != 0) {
            return fromBands(raster, 3, 0, AlphaRule.DROP);
        }
        int width = raster.getWidth();
        byte[] data = buffer.getData();
        int[] offsets = model.getBandOffsets();
        byte[] rgb = new byte[Math.multiplyExact(3 * width, raster.getHeight())];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            int from = y * model.getScanlineStride();
            for (int x = 0; x < width; x++, i += 3, from += model.getPixelStride()) {
                rgb[i] = data[from + offsets[0]];
                rgb[i + 1] = data[from + offsets[1]];
                rgb[i + 2] = data[from + offsets[2]];
            }
        }
        return new Rgb(width, raster.getHeight(), rgb);
    }

    private static Rgb fromBands(Raster raster, ColorModel model, int shift, AlphaRule alpha) throws ImageException {
        int colors = model.getNumColorComponents();
        if (model.getColorSpace().getType() == ColorSpace.TYPE_CMYK && raster.getNumBands() >= 4) {
            return fromInks(raster, shift);
        }
        if ((colors != 1 && colors != 3) || raster.getNumBands() < colors) {
            throw ImageException.unsupportedPixels();
        }
        return fromBands(raster, colors, shift, model.hasAlpha() ? alpha : AlphaRule.DROP);
    }

    private static Rgb fromInks(Raster raster, int shift) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] rgb = new byte[Math.multiplyExact(3 * width, raster.getHeight())];
        int[] row = new int[Math.multiplyExact(width, bands)];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < row.length; x += bands) {
                int black = row[x + 3] >> shift;
                for (int c = 0; c < 3; c++) {
                    rgb[i++] = (byte) light(row[x + c] >> shift, black);
                }
            }
        }
        return new Rgb(width, raster.getHeight(), rgb);
    }

    /** Grey or RGB bands of any sample type, each sample shifted down to 8 bits, perhaps followed by alpha. */
    private static Rgb fromBands(Raster raster, int colors, int shift, AlphaRule alpha) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] rgb = new byte[Math.multiplyExact(3 * width, raster.getHeight())];
        int[] row = new int[Math.multiplyExact(width, bands)];
        int green = colors == 1 ? 0 : 1;
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < row.length; x += bands, i += 3) {
                int opacity = alpha.blends() ? row[x + colors] >> shift : 255;
                alpha.put(rgb, i, row[x] >> shift, row[x + green] >> shift, row[x + 2 * green] >> shift, opacity);
            }
        }
        return new Rgb(width, raster.getHeight(), rgb);
    }

    /** Packed sRGB such as 5 bits a channel, which the colour model scales up. */
    private static Rgb fromPacked(BufferedImage image, AlphaRule alpha) {
        int width = image.getWidth();
        byte[] rgb = new byte[Math.multiplyExact(3 * width, image.getHeight())];
        int[] row = new int[width];
        for (int y = 0, i = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++, i += 3) {
                put(rgb, i, row[x], alpha);
            }
        }
        return new Rgb(width, image.getHeight(), rgb);
    }

    /** What an ink and black, both 0 to 255, leave of white. */
    static int light(int ink, int black) {
        int light = 255 - black;
        return Math.max(0, light - divideBy255(ink * light));
    }

    /** x / 255 to the nearest, for x from 0 to 65,025. */
    static int divideBy255(int x) {
        int t = x + 128;
        return (t + (t >> 8)) >> 8;
    }
}
