package io.belvedere.engine.image;

import io.belvedere.engine.image.tiff.TiffPicture;
import java.io.IOException;
import java.nio.ByteOrder;

/** TIFF, the first picture of the file. */
record TiffFile(TiffPicture picture) implements ImageFile {
    static TiffFile of(byte[] bytes) throws ImageException {
        return new TiffFile(TiffPicture.of(bytes));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.TIFF;
    }

    @Override
    public ImageSize size() {
        return picture.size();
    }

    @Override
    public Orientation orientation() {
        return Orientation.of(picture.orientation());
    }

    @Override
    public int storedBytes() {
        return picture.storedBytes();
    }

    @Override
    public long work() {
        return picture.work();
    }

    @Override
    public byte[] profile() {
        return picture.profile();
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException, ImageException {
        return new Rgb(size().width(), size().height(), picture.decode(alpha, TiffFile::webp, watch));
    }

    /** A strip or tile that is a WebP picture. */
    private static Rgb webp(byte[] bytes, long mostPixels, AlphaRule alpha, DecodingWatch watch)
            throws IOException, ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        WebpFile picture = WebpFile.of(bytes);
        if (!file.has(0, "RIFF")
                || !file.has(8, "WEBP")
                || picture.size().pixels() > mostPixels
                || picture.frame().size().pixels() > mostPixels) {
            throw new IOException("no WebP picture of this size");
        }
        return picture.decode(alpha, watch);
    }
}
