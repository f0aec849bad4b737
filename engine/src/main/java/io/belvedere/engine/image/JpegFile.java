package io.belvedere.engine.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * JPEG, baseline and progressive. The JDK's decoder delivers the components as they are coded; colours are made of them here,
 * by the same rules as libjpeg's.
 *
 * @param color what the components mean
 * @param scans how often the coded data goes over the picture
 * @param extras segments that programs and people wrote beside the pixels, in the order of the file
 */
record JpegFile(byte[] bytes, ImageSize size, Orientation orientation, JpegColor color, int scans, List<Extra> extras)
        implements ImageFile {
    private static final String PROFILE_PART = "ICC_PROFILE\0";

    /** Before a part of a profile: marker, length, name, number of the part and of all parts. */
    private static final int PROFILE_HEADER = 18;

    /** Where a segment begins, with its marker, and ends. */
    record Extra(int start, int end) {}

    static JpegFile of(byte[] bytes) throws ImageException {
        return new JpegMarkers(bytes).read();
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.JPEG;
    }

    /** The parts of the profile in the order of their numbers. */
    @Override
    public byte[] profile() {
        ByteView file = ByteView.of(bytes, ByteOrder.BIG_ENDIAN);
        TreeMap<Integer, Extra> parts = new TreeMap<>();
        for (Extra extra : extras) {
            if (extra.end() - extra.start() > PROFILE_HEADER && file.has(extra.start() + 4, PROFILE_PART)) {
                parts.putIfAbsent(file.u8(extra.start() + PROFILE_HEADER - 2), extra);
            }
        }
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        for (Extra part : parts.values()) {
            int start = part.start() + PROFILE_HEADER;
            profile.write(bytes, start, part.end() - start);
        }
        return profile.toByteArray();
    }

    @Override
    public int storedBytes() {
        return color.components();
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException {
        Raster raster = readRaster(watch);
        byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
        if (raster.getNumBands() != color.components() || data.length != color.components() * size.pixels()) {
            throw new IOException("components are missing");
        }
        return new Rgb(raster.getWidth(), raster.getHeight(), color.toRgb(data));
    }

    /** (height, width, components). The decoder fills what a truncated file lacks with grey and only warns. */
    private Raster readRaster(DecodingWatch watch) throws IOException {
        AtomicBoolean truncated = new AtomicBoolean();
        ImageReader reader = Codecs.builtIn("jpeg");
        reader.addIIOReadProgressListener(new WatchedReading(watch));
        reader.addIIOReadWarningListener((_, warning) -> {
            String text = warning.toLowerCase(Locale.ROOT);
            if (text.contains("premature end") || text.contains("truncated")) {
                truncated.set(true);
            }
        });
        try (ImageInputStream input = new StoredFile(withoutExtras())) {
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

    /** All that pixels are made of. The rest could only confuse the decoder, or feed it a hostile colour profile. */
    private byte[] withoutExtras() {
        ByteArrayOutputStream reduced = new ByteArrayOutputStream(bytes.length);
        int from = 0;
        for (Extra extra : extras) {
            reduced.write(bytes, from, extra.start() - from);
            from = extra.end();
        }
        reduced.write(bytes, from, bytes.length - from);
        return reduced.toByteArray();
    }
}
