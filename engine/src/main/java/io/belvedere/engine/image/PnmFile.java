package io.belvedere.engine.image;

import java.io.EOFException;
import java.io.IOException;

/**
 * The formats of Netpbm: PBM, PGM and PPM, plain and raw, and PAM; of several images the first.
 *
 * @param bitmap whether samples are bits of which 1 is black
 * @param plain whether samples are written in digits
 * @param channels grey or red, green and blue, and perhaps alpha behind
 * @param most what a sample may be, 1 to 65,535
 * @param start of the samples
 */
record PnmFile(byte[] bytes, ImageSize size, boolean bitmap, boolean plain, int channels, int most, int start)
        implements ImageFile {
    private static final int WORDS = 65_535;

    static PnmFile of(byte[] bytes) throws ImageException {
        return new PnmHeader(bytes).read();
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.PNM;
    }

    @Override
    public Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    @Override
    public int storedBytes() {
        return 0; // samples become RGB as they are read
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException {
        requireSamples();
        byte[] rgb = new byte[Math.toIntExact(3 * size.pixels())];
        byte[] levels = levels();
        PnmSamples samples = new PnmSamples(bytes, start, plain, bitmap, most);
        int green = channels < 3 ? 0 : 1;
        int[] pixel = new int[channels];
        WatchedRows rows = new WatchedRows(watch);
        for (int y = 0, i = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++, i += 3) {
                for (int c = 0; c < channels; c++) {
                    pixel[c] = levels[samples.next()];
                }
                int opacity = channels % 2 == 0 ? pixel[channels - 1] : 255;
                alpha.put(rgb, i, pixel[0], pixel[green], pixel[2 * green], opacity);
            }
            samples.endRow();
            rows.row(size.width() * channels);
        }
        return new Rgb(size.width(), size.height(), rgb);
    }

    /** What each sample is of 255 levels: the nearest, or the high byte of 16 bits. */
    private byte[] levels() {
        byte[] levels = new byte[most + 1];
        for (int i = 0; i <= most; i++) {
            int value = bitmap ? 1 - i : i;
            levels[i] = (byte) (most == WORDS ? value >> 8 : (value * 255 + most / 2) / most);
        }
        return levels;
    }

    /** Fails where samples can't all be there, before there is memory for them. */
    private void requireSamples() throws EOFException {
        long samples = size.pixels() * channels;
        long needed;
        if (plain) {
            needed = bitmap ? samples : 2 * samples - 1; // a digit each, and what separates them
        } else if (bitmap) {
            needed = (long) Math.ceilDiv(size.width(), 8) * size.height();
        } else {
            needed = most > 255 ? 2 * samples : samples;
        }
        if (needed > bytes.length - start) {
            throw new EOFException();
        }
    }
}
