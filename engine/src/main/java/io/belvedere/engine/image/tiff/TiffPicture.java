package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first picture of a TIFF file, whose directory has been read: everything about it is known, and read or refused by
 * name.
 */
public final class TiffPicture {
    /** Bytes of a pixel that take as long as one of a photograph. */
    private static final int BYTES_PER_WORK = 3;

    /** Of a pixel of a part that is a JPEG: coefficients, planes and the components side by side, for each of them. */
    private static final int JPEG_BYTES = 4;

    /** Of one that is a WebP: what {@code WebpFile} takes at most, and its colours. */
    private static final int WEBP_BYTES = 12;

    /** Of a column of a fax: where colours change in two rows. */
    private static final int FAX_BYTES = 8;

    private final byte[] file;
    private final Directory directory;
    private final Layout layout;
    private final Samples samples;
    private final Encoding encoding;
    private final Prediction prediction;
    private final Coloring coloring;
    private final Opacity opacity;
    private final int storedBytes;

    private TiffPicture(byte[] file) throws ImageException {
        this.file = file;
        this.directory = Directory.first(ByteBuffer.wrap(file));
        Compression compression = Compression.of(directory);
        Photometric photometric = Photometric.of(directory, compression);
        this.samples = Samples.of(directory, photometric);
        this.layout = Layout.of(directory, samples.perPixel());
        this.encoding = Encoding.of(directory, compression, photometric, samples);
        this.prediction = Prediction.of(directory, compression, samples, samples.perPixel() / layout.planes());
        boolean jpeg = compression == Compression.JPEG;
        this.coloring = Coloring.of(directory, photometric, samples, jpeg);
        this.opacity = Opacity.of(directory, photometric, samples.perPixel());

        boolean planar = layout.planes() > 1;
        Refusal.when(photometric == Photometric.YCBCR && planar, "YCbCr in planes");
        Refusal.when(encoding.isSubsampled() && prediction.isUsed(), "a predictor of subsampled YCbCr");
        if (compression == Compression.WEBP) {
            boolean usual = photometric == Photometric.RGB && samples.bits() == 8 && samples.perPixel() <= 4;
            Refusal.when(!usual || planar, "WebP compression of other than RGB of 8 bits a sample");
            Refusal.when(opacity.multiplied(), "WebP compression and associated alpha");
        }
        this.storedBytes = countStoredBytes();
    }

    /**
     * Reads the directory.
     *
     * @throws ImageException if the picture is of a kind that isn't read, or has no pixels
     * @throws RuntimeException if the directory is damaged
     */
    public static TiffPicture of(byte[] file) throws ImageException {
        return new TiffPicture(file);
    }

    public ImageSize size() {
        return layout.size();
    }

    /** As the EXIF tag has it, 1 to 8. */
    public int orientation() {
        return directory.orientation();
    }

    /** The ICC profile; empty if there is none. */
    public byte[] profile() {
        try {
            return directory.bytes(Tag.ICC_PROFILE);
        } catch (RuntimeException e) {
            return new byte[0];
        }
    }

    /** Memory that decoding takes beside the RGB, in bytes for each pixel of the picture, rounded up. */
    public int storedBytes() {
        return storedBytes;
    }

    private int countStoredBytes() {
        long width = layout.part().width();
        long pixels = layout.part().pixels();
        int components = samples.perPixel() / layout.planes();
        long rowBytes = samples.rowBytes(width * components);
        long perPlane = rowBytes * (prediction.isUsed() ? 2 : 1) + encoding.rowBytes((int) width);
        perPlane += switch (encoding.compression()) {
            case JPEG -> (long) JPEG_BYTES * components * decodedPixels();
            case WEBP -> WEBP_BYTES * pixels;
            case LZMA -> 2 * encoding.bytes((int) width, layout.part().height(), (int) rowBytes);
            case ZSTD -> encoding.bytes((int) width, layout.part().height(), (int) rowBytes);
            case FAX_ROWS, FAX_WORDS, T4, T6 -> FAX_BYTES * width;
            case NONE, PACK_BITS, LZW, DEFLATE -> 0;
        };
        return Math.toIntExact(Math.ceilDiv(perPlane * layout.planes(), size().pixels()));
    }

    /**
     * What decoding costs at most, in pixels of a photograph: parts may be larger than the picture, samples of many
     * bytes, data long for what comes out of it, and a JPEG may go over its pixels again and again.
     */
    public long work() {
        long parts = (long) layout.down() * layout.across();
        long pixels = parts * decodedPixels();
        long bytes = samples.perPixel() * (long) Math.ceilDiv(samples.bits(), 8);
        long scans = encoding.compression() == Compression.JPEG ? JpegHeader.mostScans(file) : 0;
        return pixels * Math.ceilDiv(bytes, BYTES_PER_WORK) + file.length + scans * decodedPixels();
    }

    /** Of a strip or tile; a JPEG picture may pass its sides. */
    private long decodedPixels() {
        ImageSize part = layout.part();
        int padding = encoding.compression() == Compression.JPEG ? JpegRows.PADDING : 0;
        return (long) (part.width() + padding) * (part.height() + padding);
    }

    /**
     * Decodes the pixels as they are stored, not turned.
     *
     * @param watch is asked for each row of a strip or tile, and more often where that is wide or its data long
     * @return (height, width, 3), red, green and blue
     * @throws IOException if data is damaged or missing; runtime exceptions mean the same
     * @throws ImageException if samples are of a kind that isn't read
     */
    public byte[] decode(AlphaRule alpha, WebpDecoder webp, DecodingWatch watch) throws IOException, ImageException {
        int parts = layout.planes() * layout.down() * layout.across();
        ImageSize part = layout.part();
        int rowBytes = samples.rowBytes((long) part.width() * samples.perPixel() / layout.planes());
        long partBytes = encoding.bytes(part.width(), part.height(), rowBytes);
        Stored stored = Stored.of(
                directory,
                file,
                layout.tiled(),
                parts,
                encoding.compression() == Compression.NONE ? partBytes : 0,
                parts * partBytes);
        PixelWriter pixels = new PixelWriter(size(), alpha, opacity, Levels.of(SampleReader.depth(samples)));
        if (encoding.compression() == Compression.WEBP) {
            new WebpParts(layout, stored, webp, opacity.isPresent() ? alpha : AlphaRule.DROP, watch).decode(pixels);
        } else {
            new SampledParts(
                            layout,
                            samples,
                            encoding,
                            prediction,
                            coloring,
                            directory.file().order(),
                            watch)
                    .decode(stored, pixels);
        }
        return pixels.rgb();
    }
}
