package io.belvedere.server.document.pdf.jpx;

/**
 * The steps of a component's coefficients (T.800, A.6.4 and Annex E).
 *
 * @param derived all from those of the lowest band
 * @param none steps of 1
 * @param guard bits
 */
record Quantization(boolean derived, boolean none, int guard, int[] exponents, int[] mantissas) {
    static Quantization read(ByteCursor in) throws JpxFault {
        int style = in.u8();
        int kind = style & 31;
        if (kind > 2) {
            throw JpxFault.damaged("a quantization that there is not");
        }
        int count = kind == 0 ? in.left() : kind == 1 ? 1 : in.left() / 2;
        int[] exponents = new int[count];
        int[] mantissas = new int[count];
        for (int i = 0; i < count; i++) {
            int value = kind == 0 ? in.u8() << 8 : in.u16();
            exponents[i] = value >> 11;
            mantissas[i] = value & 0x7FF;
        }
        return new Quantization(kind == 1, kind == 0, style >> 5, exponents, mantissas);
    }

    private int index(int band) throws JpxFault {
        int index = derived ? 0 : band;
        if (index >= exponents.length) {
            throw JpxFault.damaged("fewer quantization steps than bands");
        }
        return index;
    }

    /** {@code band} counts from the lowest, {@code above} how many resolutions this one is above the second lowest. */
    int exponent(int band, int above) throws JpxFault {
        int exponent = exponents[index(band)];
        return derived ? Math.max(0, exponent - above) : exponent;
    }

    /** Bit planes of a band at most (T.800, E-2). */
    int planes(int band, int above) throws JpxFault {
        return Math.max(0, guard + exponent(band, above) - 1);
    }

    /** Between coefficients (T.800, E-3); {@code depth} bits of the component and those that the band gains. */
    float step(int band, int above, int depth) throws JpxFault {
        return (float) (Math.scalb(1.0, depth - exponent(band, above)) * (1 + mantissas[index(band)] / 2048.0));
    }
}
