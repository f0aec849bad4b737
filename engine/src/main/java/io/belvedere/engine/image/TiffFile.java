package io.belvedere.engine.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.io.IOException;
import java.nio.ByteOrder;

/** TIFF 6.0, the first image of the file. */
record TiffFile(byte[] bytes, ImageSize size, Orientation orientation) implements ImageFile {
    private static final TIFFImageReaderSpi READERS = new TIFFImageReaderSpi();

    static TiffFile of(byte[] bytes) throws ImageException {
        TiffDirectory directory = TiffDirectory.of(ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN));
        ImageSize size = ImageFile.size(
                directory.number(TiffDirectory.WIDTH).orElse(0),
                directory.number(TiffDirectory.HEIGHT).orElse(0));
        return new TiffFile(bytes, size, directory.orientation());
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.TIFF;
    }

    @Override
    public Rgb decode(AlphaRule alpha) throws IOException {
        return Codecs.read(READERS.createReaderInstance(), bytes, size, alpha);
    }
}
