package io.belvedere.engine.image.jpeg;

import java.io.IOException;
import java.util.HexFormat;

/** The Huffman tables of T.81, annex K.3, which frames of Motion JPEG leave out. */
final class StandardCodes {
    private static final String DC_VALUES = "000102030405060708090a0b";

    private static final String LUMINANCE_DC = "00010501010101010100000000000000";
    private static final String CHROMINANCE_DC = "00030101010101010101010000000000";

    private static final String LUMINANCE_AC = "0002010303020403050504040000017d";
    private static final String LUMINANCE_AC_VALUES =
            "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25"
                    + "262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83"
                    + "8485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3"
                    + "d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa";

    private static final String CHROMINANCE_AC = "00020102040403040705040400010277";
    private static final String CHROMINANCE_AC_VALUES =
            "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718"
                    + "191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a"
                    + "82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9ca"
                    + "d2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa";

    private StandardCodes() {}

    /** The code that stands for the table of this number: 0 is that of luminance, 1 that of chrominance. */
    static HuffmanCode code(boolean dc, int number) throws IOException {
        if (number > 1) {
            throw new IOException("a Huffman table is missing");
        }
        boolean luminance = number == 0;
        String counts = dc ? luminance ? LUMINANCE_DC : CHROMINANCE_DC : luminance ? LUMINANCE_AC : CHROMINANCE_AC;
        String values = dc ? DC_VALUES : luminance ? LUMINANCE_AC_VALUES : CHROMINANCE_AC_VALUES;
        HexFormat hex = HexFormat.of();
        return new HuffmanCode(hex.parseHex(counts), hex.parseHex(values));
    }
}
