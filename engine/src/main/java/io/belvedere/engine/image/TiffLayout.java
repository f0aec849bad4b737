package io.belvedere.engine.image;

import java.util.Arrays;

/**
 * The sides of a TIFF image and of the strips or tiles that it is made of.
 *
 * @param part a strip or a tile; a tile may be larger than the image
 * @param pixelBytes of all samples of a pixel
 */
record TiffLayout(ImageSize size, ImageSize part, int compression, int pixelBytes) {
    static final int ROWS_PER_STRIP = 278;

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int COMPRESSION = 259;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int JPEG_TABLES = 347;

    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;

    /** The reader makes room for whole tiles and for all samples, whatever the image's size. */
    private static final int MAX_TILE_PIXELS = 1 << 22;

    private static final int MAX_SAMPLES_PER_PIXEL = 8;
    private static final int MAX_BITS_PER_SAMPLE = 16;
    private static final int MAX_PARTS = 1 << 16;

    /** How far the sides of a JPEG image may pass those of its strip or tile. */
    private static final int JPEG_PADDING = 64;

    static TiffLayout of(TiffDirectory directory) throws ImageException {
        ImageSize size = ImageFile.size(
                directory.number(WIDTH).orElse(0), directory.number(HEIGHT).orElse(0));
        long samples = directory.number(SAMPLES_PER_PIXEL).orElse(1);
        if (samples > MAX_SAMPLES_PER_PIXEL) {
            throw unsupported("more than " + MAX_SAMPLES_PER_PIXEL + " samples a pixel");
        }
        long bits = Arrays.stream(directory.numbers(BITS_PER_SAMPLE)).max().orElse(1);
        if (bits > MAX_BITS_PER_SAMPLE) {
            throw unsupported("more than " + MAX_BITS_PER_SAMPLE + " bits a sample");
        }
        int compression = (int) directory.number(COMPRESSION).orElse(1);
        if (compression == OLD_JPEG) {
            throw unsupported("JPEG compression of the old kind");
        }
        ImageSize part = part(directory, size);
        if (part.pixels() > size.pixels() + MAX_TILE_PIXELS) {
            throw unsupported("tiles far larger than the image");
        }
        return new TiffLayout(size, part, compression, (int) samples * (bits > 8 ? 2 : 1));
    }

    private static ImageSize part(TiffDirectory directory, ImageSize size) throws ImageException {
        boolean tiled = directory.entries().containsKey(TILE_WIDTH)
                || directory.entries().containsKey(TILE_HEIGHT)
                || directory.entries().containsKey(TILE_OFFSETS);
        if (tiled) {
            return ImageFile.size(
                    directory.number(TILE_WIDTH).orElse(0),
                    directory.number(TILE_HEIGHT).orElse(0));
        }
        long rows = directory.number(ROWS_PER_STRIP).orElse(size.height());
        return ImageFile.size(size.width(), Math.min(rows, size.height()));
    }

    /**
     * Fails where strips or tiles would take far more time or memory than the image: they may overlap, and a JPEG image inside one
     * may be of any size.
     */
    void checkParts(TiffDirectory directory) throws ImageException {
        long across = Math.ceilDiv(size.width(), part.width());
        if (across * Math.ceilDiv(size.height(), part.height()) > MAX_PARTS) {
            throw unsupported("more than " + MAX_PARTS + " strips or tiles");
        }
        boolean tiled = directory.entries().containsKey(TILE_OFFSETS);
        long[] offsets = directory.numbers(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
        long[] lengths = directory.numbers(tiled ? TILE_BYTES : STRIP_BYTES);
        if (Arrays.stream(lengths).sum() > 2L * directory.file().size()) {
            throw ImageException.broken(ImageFormat.TIFF);
        }
        if (compression == JPEG) {
            if (offsets.length != lengths.length || hasImage(directory.bytes(JPEG_TABLES))) {
                throw ImageException.broken(ImageFormat.TIFF);
            }
            for (int i = 0; i < offsets.length; i++) {
                ByteView file = directory.file();
                checkJpeg(file.slice(Math.toIntExact(offsets[i]), Math.toIntExact(lengths[i])));
            }
        }
    }

    private void checkJpeg(ByteView stored) throws ImageException {
        byte[] bytes = new byte[stored.size()];
        stored.bytes().get(0, bytes);
        JpegFile jpeg = JpegFile.of(bytes);
        if (jpeg.size().width() > part.width() + JPEG_PADDING
                || jpeg.size().height() > part.height() + JPEG_PADDING
                || jpeg.scans() > ImageLimits.DEFAULT.maxJpegScans()) {
            throw ImageException.broken(ImageFormat.TIFF);
        }
    }

    /** Whether there is a frame or a scan among the tables that all strips or tiles share. */
    private static boolean hasImage(ByteView tables) {
        for (int i = 0; i + 1 < tables.size(); i++) {
            int marker = tables.u8(i + 1);
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (tables.u8(i) == 0xFF && (frame || marker == 0xDA)) {
                return true;
            }
        }
        return false;
    }

    private static ImageException unsupported(String feature) {
        return ImageException.unsupported(ImageFormat.TIFF, feature);
    }
}
