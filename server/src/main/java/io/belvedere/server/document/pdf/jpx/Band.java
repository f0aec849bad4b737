package io.belvedere.server.document.pdf.jpx;

/**
 * One band of a resolution (T.800, B.5).
 *
 * @param xo 1 where the columns hold high frequencies
 * @param yo 1 where the rows do
 * @param planes at most
 * @param step between coefficients; not used where the transform is reversible
 */
record Band(Area area, int xo, int yo, int planes, float step) {
    /** As {@link CodeBlockDecoder} numbers them. */
    int contexts() {
        return xo == 0 ? 0 : 1 + yo;
    }
}
