package io.belvedere.engine.image;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Reads what stands before the samples. */
final class PnmHeader {
    private static final int MAX_SAMPLE = 65_535;
    private static final Set<String> TUPLES =
            Set.of("", "BLACKANDWHITE", "GRAYSCALE", "RGB", "BLACKANDWHITE_ALPHA", "GRAYSCALE_ALPHA", "RGB_ALPHA");

    private final byte[] bytes;
    private int at = 2;

    PnmHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    PnmFile read() throws ImageException {
        int kind = bytes[1] - '0';
        if (kind == 7) {
            return arbitrary();
        }
        boolean bitmap = kind % 3 == 1;
        long width = number();
        long height = number();
        long most = bitmap ? 1 : number();
        at++; // one blank
        return file(width, height, bitmap, kind < 4, kind % 3 == 0 ? 3 : 1, most);
    }

    /** PAM: a line for each thing that is told. */
    private PnmFile arbitrary() throws ImageException {
        long width = 0;
        long height = 0;
        long channels = 0;
        long most = 0;
        String tuple = "";
        for (String name = word(); !name.equals("ENDHDR"); name = word()) {
            switch (name) {
                case "WIDTH" -> width = number();
                case "HEIGHT" -> height = number();
                case "DEPTH" -> channels = number();
                case "MAXVAL" -> most = number();
                case "TUPLTYPE" -> tuple = word();
                default -> throw ImageException.broken(ImageFormat.PNM);
            }
        }
        at++; // the line's end
        if (!TUPLES.contains(tuple) || channels > 4) {
            throw ImageException.unsupported(ImageFormat.PNM, "samples other than grey and RGB, with or without alpha");
        }
        boolean fits =
                tuple.isEmpty() || channels == (tuple.startsWith("RGB") ? 3 : 1) + (tuple.endsWith("ALPHA") ? 1 : 0);
        if (!fits || channels < 1) {
            throw ImageException.broken(ImageFormat.PNM);
        }
        return file(width, height, false, false, (int) channels, most);
    }

    private PnmFile file(long width, long height, boolean bitmap, boolean plain, int channels, long most)
            throws ImageException {
        ImageSize size = ImageFile.size(width, height);
        if (most < 1 || most > MAX_SAMPLE) {
            throw ImageException.broken(ImageFormat.PNM);
        }
        return new PnmFile(bytes, size, bitmap, plain, channels, (int) most, at);
    }

    private long number() throws ImageException {
        try {
            return Long.parseLong(word());
        } catch (NumberFormatException e) {
            throw ImageException.broken(ImageFormat.PNM);
        }
    }

    /** The next word behind blanks and comments. */
    private String word() {
        while (Character.isWhitespace(bytes[at]) || bytes[at] == '#') {
            if (bytes[at] == '#') {
                while (bytes[at] != '\n' && bytes[at] != '\r') {
                    at++;
                }
            }
            at++;
        }
        int start = at;
        while (!Character.isWhitespace(bytes[at]) && bytes[at] != '#') {
            at++;
        }
        return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    }
}
