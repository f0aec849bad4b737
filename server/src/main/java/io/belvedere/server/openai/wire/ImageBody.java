package io.belvedere.server.openai.wire;

import io.belvedere.chat.ImageView;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What the model was shown of a picture, an extension of the API.
 *
 * @param index of the picture in the request, from 0
 * @param source its size as it lies in its file
 * @param oriented its size after EXIF orientation
 * @param processed the size to which it was brought: what boxes in the answer refer to
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ImageBody(int index, Size source, Size oriented, Size processed, int tokens) {
    /** In pixels. */
    public record Size(int width, int height) {
        static Size of(ImageView.Size size) {
            return new Size(size.width(), size.height());
        }
    }

    static ImageBody of(int index, ImageView view) {
        return new ImageBody(
                index, Size.of(view.stored()), Size.of(view.upright()), Size.of(view.shown()), view.tokens());
    }
}
