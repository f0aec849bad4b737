package io.belvedere.engine.image;

/**
 * What a picture's header says.
 *
 * @param stored the size of the pixels in the file
 * @param orientation how they are to be turned
 * @param decodingBytes memory that decoding and resizing take at their peak, besides the result
 * @param work what decoding costs at most, in pixels of a photograph
 */
public record ImageHeader(
        ImageFormat format, ImageSize stored, Orientation orientation, long decodingBytes, long work) {
    /** The size of the decoded, upright picture. */
    public ImageSize oriented() {
        return orientation.apply(stored);
    }
}
