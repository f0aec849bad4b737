package io.belvedere.engine.image.tiff;

/**
 * A strip or tile, or one plane of it, as it is stored.
 *
 * @param data[start, end) holds it
 * @param width in pixels
 * @param rows that are stored
 * @param needed of these rows, those of the picture
 * @param mostRows of any part: the last strip may be coded with as many
 * @param components of a pixel that are in this part
 * @param rowBytes of a row of samples
 */
record Part(
        byte[] data, int start, int end, int width, int rows, int needed, int mostRows, int components, int rowBytes) {
    Part of(byte[] other) {
        return new Part(other, 0, other.length, width, rows, needed, mostRows, components, rowBytes);
    }
}
