package io.belvedere.chat;

/**
 * What a model is shown of a picture.
 *
 * @param stored size of the picture as it lies in its file
 * @param upright size after it was turned as the file says (EXIF orientation)
 * @param shown size to which it is brought for the model: what coordinates in an answer refer to
 * @param tokens of the prompt that stand for it
 */
public record ImageView(Size stored, Size upright, Size shown, int tokens) {
    /** In pixels. */
    public record Size(int width, int height) {}
}
