package io.belvedere.engine.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** Image I/O readers, chosen by class so that what else is on the class path changes nothing. */
final class Codecs {
    private static final String BUILT_IN = "com.sun.imageio.plugins.";

    private Codecs() {}

    /** The JDK's own reader of a format: {@code png}, {@code jpeg}, {@code gif}, {@code bmp} or {@code tiff}. */
    static ImageReader builtIn(String format) throws IOException {
        Iterator<ImageReaderSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            if (provider.getClass().getName().startsWith(BUILT_IN + format)) {
                return provider.createReaderInstance();
            }
        }
        throw new IllegalStateException("this Java runtime has no reader for " + format);
    }

    /** Reads a file whole and converts it; fails if the reader sees another size than the header had. */
    static Rgb read(ImageReader reader, byte[] bytes, ImageSize size, AlphaRule alpha, DecodingWatch watch)
            throws IOException, ImageException {
        return Pixels.rgb(read(reader, bytes, size, watch), alpha);
    }

    static BufferedImage read(ImageReader reader, byte[] bytes, ImageSize size, DecodingWatch watch)
            throws IOException {
        reader.addIIOReadProgressListener(new WatchedReading(watch));
        try (ImageInputStream input = new StoredFile(bytes)) {
            open(reader, input, size);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    /** Gives a reader its input, and compares sizes before the reader allocates by its own idea of them. */
    static void open(ImageReader reader, ImageInputStream input, ImageSize size) throws IOException {
        reader.setInput(input, true, true);
        if (reader.getWidth(0) != size.width() || reader.getHeight(0) != size.height()) {
            throw new IOException("the reader finds another size");
        }
    }
}
