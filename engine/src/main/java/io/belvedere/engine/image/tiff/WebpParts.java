package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.Rgb;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** Strips or tiles that are WebP pictures. */
record WebpParts(Layout layout, Stored stored, WebpDecoder webp, AlphaRule alpha, DecodingWatch watch) {
    void decode(PixelWriter pixels) throws IOException, ImageException {
        for (int row = 0; row < layout.down(); row++) {
            for (int column = 0; column < layout.across(); column++) {
                int index = layout.index(0, row, column);
                watch.goOn();
                byte[] data = Arrays.copyOfRange(stored.file(), stored.start(index), stored.end(index));
                put(webp.decode(data, layout.part().pixels(), alpha, watch), row, column, pixels);
            }
        }
    }

    private void put(Rgb picture, int row, int column, PixelWriter pixels) throws IOException {
        int rows = layout.rows(row);
        if (picture.width() != layout.part().width() || picture.height() < rows) {
            throw new EOFException("a WebP picture of " + picture.size());
        }
        for (int y = 0; y < rows; y++) {
            pixels.write(
                    column * layout.part().width(),
                    row * layout.part().height() + y,
                    layout.columns(column),
                    picture.samples(),
                    3 * y * picture.width());
        }
    }
}
