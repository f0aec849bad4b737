package io.belvedere.engine.model;

import io.belvedere.chat.PixelRange;
import io.belvedere.engine.image.ImageSize;

/**
 * What is known of a picture before it is decoded.
 *
 * @param upright its size
 * @param pixels how many of them the model is to see, within {@link VisionLanguageModel#pixels}
 */
public record PictureSizing(ImageSize upright, PixelRange pixels) {}
