package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.ImageException;
import java.util.Map;

/** What the samples of a pixel mean. */
enum Photometric {
    WHITE_IS_ZERO(1),
    BLACK_IS_ZERO(1),
    RGB(3),
    PALETTE(1),
    CMYK(4),
    YCBCR(3),
    /** L*, a* and b* under D50, the last two signed. */
    LAB(3);

    private static final Map<Integer, Photometric> READ =
            Map.of(0, WHITE_IS_ZERO, 1, BLACK_IS_ZERO, 2, RGB, 3, PALETTE, 5, CMYK, 6, YCBCR, 8, LAB);

    private static final Map<Integer, String> REFUSED = Map.of(
            4, "a transparency mask",
            9, "ICC Lab colours",
            10, "ITU Lab colours",
            32_803, "a colour filter array",
            32_844, "LogL samples",
            32_845, "LogLuv samples",
            34_892, "linear raw samples",
            51_177, "a depth map",
            52_527, "a photometric mask");

    private final int colors;

    Photometric(int colors) {
        this.colors = colors;
    }

    /** Without the tag, as libtiff guesses. */
    static Photometric of(Directory directory, Compression compression) throws ImageException {
        int guess = compression.isFax() ? 0 : directory.number(Tag.SAMPLES_PER_PIXEL, 1) >= 3 ? 2 : 1;
        int code = (int) directory.number(Tag.PHOTOMETRIC, guess);
        Photometric known = READ.get(code);
        if (known == null) {
            throw Refusal.of(REFUSED.getOrDefault(code, "photometric interpretation " + code));
        }
        if (known == CMYK) {
            boolean fourInks = directory.number(Tag.INK_SET, 1) == 1 && directory.number(Tag.NUMBER_OF_INKS, 4) == 4;
            Refusal.when(!fourInks, "inks other than cyan, magenta, yellow and black");
        }
        return known;
    }

    /** Samples that make up the colour; those of a pixel beyond them are extra. */
    int colors() {
        return colors;
    }
}
