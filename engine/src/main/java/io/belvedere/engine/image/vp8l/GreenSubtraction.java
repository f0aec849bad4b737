package io.belvedere.engine.image.vp8l;

import io.belvedere.engine.image.WatchedRows;

/** Red and blue were stored without green. */
record GreenSubtraction(int codedWidth) implements Transform {
    @Override
    public int[] undo(int[] pixels, int height, WatchedRows watch) {
        for (int i = 0; i < pixels.length; i++) {
            if (i % codedWidth == 0) {
                watch.row(codedWidth);
            }
            int green = (pixels[i] >> 8) & 0xFF;
            int redAndBlue = (pixels[i] & 0xFF00FF) + ((green << 16) | green);
            pixels[i] = (pixels[i] & 0xFF00FF00) | (redAndBlue & 0xFF00FF);
        }
        return pixels;
    }
}
