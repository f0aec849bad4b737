package io.belvedere.engine.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Icons, files of Netpbm and TGA that mean harm. */
final class HostileOthers {
    private HostileOthers() {}

    static List<HostileCase> cases() {
        HostileCase.Group group = new HostileCase.Group("others");
        byte[] icon = Icons.ico(8);
        byte[] many = Arrays.copyOf(icon, 6 + 16 * 65_535);
        many[4] = -1;
        many[5] = -1;
        byte[] bitmap = Icons.bitmap(5, 24, new byte[0], new byte[80], new byte[20]);
        bitmap[7] = 0x70; // a width of 2^30
        group.decodes("an icon", 5, 5, icon)
                .broken("an icon of 65,535 pictures that are not there", many)
                .broken("an icon whose entries are cut", Arrays.copyOf(icon, 30))
                .broken("an icon whose mask is cut", Arrays.copyOf(icon, icon.length - 8))
                .tooLarge("an icon of 2^30 x 5", Icons.icons(1, bitmap))
                .broken("an icon in an icon", Icons.icons(1, icon))
                .tooLarge("P6 of 50,000 x 50,000", Pnms.raw("P6 50000 50000 255\n", 30))
                .broken("P6 of 7,000 x 7,000 without pixels", Pnms.raw("P6 7000 7000 255\n", 30))
                .broken("P3 of 7,000 x 7,000 without pixels", Pnms.plain("P3 7000 7000 255", 30))
                .broken("P1 of 7,000 x 7,000 without pixels", Pnms.plain("P1 7000 7000", 30))
                .withoutPixels("P6 of 0 x 5", Pnms.raw("P6 0 5 255\n", 30))
                .broken("P6 with sides of 30 digits", Pnms.raw("P6 " + "9".repeat(30) + " 1 255\n", 30))
                .broken("P6 with negative sides", Pnms.raw("P6 -5 -5 255\n", 75))
                .broken("P6 of 0 levels", Pnms.raw("P6 1 1 0\n", 3))
                .broken("P6 of 65,536 levels", Pnms.raw("P6 1 1 65536\n", 6))
                .broken("P6 with a comment without end", Pnms.raw("P6 # ", new byte[1_000_000]))
                .broken(
                        "P6 of blanks",
                        " \n".repeat(500_000).replaceFirst(" \n", "P6\n").getBytes(StandardCharsets.US_ASCII))
                .broken("P7 without an end", Pnms.raw("P7\nWIDTH 1\n", 0))
                .unsupported(
                        "P7 of 2^20 channels", Pnms.raw("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1048576\nMAXVAL 1\nENDHDR\n", 9))
                .broken("P7 with an unknown word", Pnms.raw("P7\nWIDTH 1\nCOLOUR red\n", 9))
                .broken("TGA of 7,000 x 7,000 without pixels", Tgas.tga(2, 7000, 7000, 24, 0, new byte[30]))
                .broken("TGA of 7,000 x 7,000 in runs without pixels", Tgas.tga(10, 7000, 7000, 24, 0, new byte[30]))
                .tooLarge("TGA of 65,535 x 65,535", Tgas.tga(2, 65_535, 65_535, 24, 0, new byte[30]))
                .unsupported("TGA of 0 x 5", Tgas.tga(2, 0, 5, 24, 0, new byte[30]))
                .broken("TGA with a palette that is cut", Arrays.copyOf(Tgas.palette(2, 2), 20))
                .broken("TGA with runs that are cut", Tgas.tga(10, 9, 20, 24, 0, new byte[] {-1, 1, 2, 3, 5, 1, 2}));
        return group.cases();
    }
}
