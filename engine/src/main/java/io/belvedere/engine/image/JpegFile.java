package io.belvedere.engine.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG, baseline and progressive. The JDK's decoder delivers the components as they are coded; colours are made of them here,
 * by the same rules as libjpeg's.
 *
 * @param color what the components mean
 * @param scans how often the coded data goes over the picture
 */
record JpegFile(byte[] bytes, ImageSize size, Orientation orientation, JpegColor color, int scans)
        implements ImageFile {
    static JpegFile of(byte[] bytes) throws ImageException {
        return new JpegMarkers(bytes).read();
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.JPEG;
    }

    @Override
    public int storedBytes() {
        return color.components();
    }

    @Override
    public Rgb decode(AlphaRule alpha) throws IOException {
        Raster raster = readRaster();
        byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
        if (raster.getNumBands() != color.components() || data.length != color.components() * size.pixels()) {
            throw new IOException("components are missing");
        }
        return new Rgb(raster.getWidth(), raster.getHeight(), color.toRgb(data));
    }

    /** (height, width, components). The decoder fills what a truncated file lacks with grey and only warns. */
    private Raster readRaster() throws IOException {
        AtomicBoolean truncated = new AtomicBoolean();
        ImageReader reader = Codecs.builtIn("jpeg");
        reader.addIIOReadWarningListener((_, warning) -> {
            String text = warning.toLowerCase(Locale.ROOT);
            if (text.contains("premature end") || text.contains("truncated")) {
                truncated.set(true);
            }
        });
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Codecs.open(reader, input, size);
            Raster raster = reader.readRaster(0, null);
            if (truncated.get()) {
                throw new IOException("the file ends before its pixels do");
            }
            return raster;
        } finally {
            reader.dispose();
        }
    }
}
