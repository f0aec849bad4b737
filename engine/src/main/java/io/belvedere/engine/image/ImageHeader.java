package io.belvedere.engine.image;

/**
 * What a picture's header says.
 *
 * @param stored the size of the pixels in the file
 * @param orientation how they are to be turned
 */
public record ImageHeader(ImageFormat format, ImageSize stored, Orientation orientation) {
    /** The size of the decoded, upright picture. */
    public ImageSize oriented() {
        return orientation.apply(stored);
    }
}
