package io.belvedere.engine.image.png;

/**
 * What the samples mean beside their own values.
 *
 * @param palette red, green and blue of each colour; empty if there is none. Places beyond it are black
 * @param transparency of a palette the opacity of each of its first colours; of grey and RGB two bytes a channel that
 *     name the colour that is transparent; empty if there is none
 */
public record PngColors(byte[] palette, byte[] transparency) {
    private static final int PLACES = 256;

    /** 0xAARRGGBB for each value of a sample of up to 8 bits, grey or a palette's place. */
    int[] table(PngLayout layout) {
        int[] table = new int[PLACES];
        int values = 1 << layout.depth();
        for (int i = 0; i < PLACES; i++) {
            if (layout.kind() == PngLayout.PALETTE) {
                table[i] = placed(i);
            } else {
                int grey = i % values * 255 / (values - 1);
                table[i] = 0xFF000000 | grey << 16 | grey << 8 | grey;
            }
        }
        if (layout.kind() == PngLayout.GREY && transparency.length >= 2) {
            table[key(0) & (values - 1)] &= 0xFFFFFF;
        }
        return table;
    }

    private int placed(int i) {
        int opacity = i < transparency.length ? transparency[i] & 0xFF : 255;
        int color = 3 * i + 2 < palette.length
                ? (palette[3 * i] & 0xFF) << 16 | (palette[3 * i + 1] & 0xFF) << 8 | (palette[3 * i + 2] & 0xFF)
                : 0;
        return opacity << 24 | color;
    }

    /** Whether a colour of {@code channels} is transparent. */
    boolean hasKey(int channels) {
        return transparency.length >= 2 * channels;
    }

    /** A channel of the transparent colour. */
    int key(int channel) {
        return (transparency[2 * channel] & 0xFF) << 8 | (transparency[2 * channel + 1] & 0xFF);
    }
}
