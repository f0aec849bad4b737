package io.belvedere.engine.image;

import io.belvedere.engine.image.tiff.Directory;

/** The EXIF block of a picture of another format, which is a TIFF structure. */
final class TiffDirectory {
    private TiffDirectory() {}

    /**
     * The orientation in an EXIF block; upright if the block is broken, as a picture is worth more than its metadata.
     */
    static Orientation orientation(ByteView exif) {
        return Orientation.of(Directory.orientation(exif.bytes()));
    }
}
