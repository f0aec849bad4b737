package io.belvedere.engine.image;

import io.belvedere.engine.image.jpeg.Components;
import io.belvedere.engine.image.jpeg.JpegDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.TreeMap;

/**
 * JPEG, baseline and progressive. The decoder delivers the components as they are coded; colours are made of them here,
 * by the same rules as libjpeg's.
 *
 * @param color what the components mean
 * @param scans how often the coded data goes over the picture
 * @param cost what decoding takes
 * @param extras segments that programs and people wrote beside the pixels, in the order of the file
 */
record JpegFile(
        byte[] bytes,
        ImageSize size,
        Orientation orientation,
        JpegColor color,
        int scans,
        Cost cost,
        List<Extra> extras)
        implements ImageFile {
    private static final String PROFILE_PART = "ICC_PROFILE\0";

    /** Before a part of a profile: marker, length, name, number of the part and of all parts. */
    private static final int PROFILE_HEADER = 18;

    /** Where a segment begins, with its marker, and ends. */
    record Extra(int start, int end) {}

    /**
     * What the coded data takes to be decoded.
     *
     * @param bytes of memory, at the peak
     * @param work in pixels of a photograph
     */
    record Cost(long bytes, long work) {}

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
    public long decodingBytes() {
        long converted = color == JpegColor.YCC || color == JpegColor.RGB ? 0 : Rgb.BYTES * size.pixels();
        long resized = 2 * Rgb.BYTES * size.pixels();
        return Math.max(Math.max(cost.bytes(), storedBytes() * size.pixels() + converted), resized);
    }

    @Override
    public long work() {
        return cost.work();
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException {
        Components decoded = new JpegDecoder(bytes, watch).decode();
        return new Rgb(decoded.width(), decoded.height(), color.toRgb(decoded.samples(), watch));
    }
}
