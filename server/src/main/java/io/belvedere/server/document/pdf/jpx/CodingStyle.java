package io.belvedere.server.document.pdf.jpx;

/**
 * How a tile, or one of its components, is coded (T.800, A.6.1 and A.6.2). The first three of a component alone are
 * not used.
 *
 * @param progression 0 to 4: the order of the packets
 * @param layers 1 or more
 * @param mixed the first three components were transformed together
 * @param levels of the wavelet transform, 0 to 32
 * @param blockWidth exponent of the code-blocks' width
 * @param blockStyle bits as in {@link CodeBlockDecoder}
 * @param reversible 5/3, or else 9/7
 * @param precincts by resolution: the exponents of width and height
 */
record CodingStyle(
        int progression,
        int layers,
        boolean mixed,
        int levels,
        int blockWidth,
        int blockHeight,
        int blockStyle,
        boolean reversible,
        int[][] precincts) {
    private static final int OWN_PRECINCTS = 1;
    private static final int LARGEST_PRECINCT = 15;

    static CodingStyle readDefault(ByteCursor in) throws JpxFault {
        int style = in.u8();
        int progression = in.u8();
        int layers = in.u16();
        int mixing = in.u8();
        if (progression > 4 || layers < 1 || mixing > 1) {
            throw JpxFault.damaged("a coding style that there is not");
        }
        return read(in, style, progression, layers, mixing == 1);
    }

    static CodingStyle readComponent(ByteCursor in) throws JpxFault {
        return read(in, in.u8(), 0, 1, false);
    }

    private static CodingStyle read(ByteCursor in, int style, int progression, int layers, boolean mixed)
            throws JpxFault {
        int levels = in.u8();
        int width = in.u8() + 2;
        int height = in.u8() + 2;
        int blockStyle = in.u8();
        int wavelet = in.u8();
        if ((blockStyle & 0xC0) != 0) {
            throw JpxFault.unsupported("with blocks of its Part 15");
        }
        if (levels > 32 || width > 10 || height > 10 || width + height > 12 || wavelet > 1) {
            throw JpxFault.damaged("a coding style that there is not");
        }
        int[][] precincts = new int[levels + 1][];
        for (int r = 0; r <= levels; r++) {
            int size = (style & OWN_PRECINCTS) != 0 ? in.u8() : LARGEST_PRECINCT << 4 | LARGEST_PRECINCT;
            precincts[r] = new int[] {size & 15, size >> 4};
            if (r > 0 && (precincts[r][0] == 0 || precincts[r][1] == 0)) {
                throw JpxFault.damaged("precincts without area");
            }
        }
        return new CodingStyle(progression, layers, mixed, levels, width, height, blockStyle, wavelet == 1, precincts);
    }

    /** How many a component's {@code area} of a tile has in all its resolutions. */
    long precincts(Area area) {
        long count = 0;
        for (int r = 0; r <= levels; r++) {
            Area whole = area.halved(levels - r);
            if (!whole.isEmpty()) {
                int[] bits = precincts[r];
                long across = ((whole.x1() - 1) >> bits[0]) - (whole.x0() >> bits[0]) + 1L;
                count += across * (((whole.y1() - 1) >> bits[1]) - (whole.y0() >> bits[1]) + 1L);
            }
        }
        return count;
    }
}
