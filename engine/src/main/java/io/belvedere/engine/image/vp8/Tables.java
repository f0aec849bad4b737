package io.belvedere.engine.image.vp8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.regex.Pattern;

/** The long tables of RFC 6386, read from a resource. */
final class Tables {
    private static final Map<String, int[]> TABLES = load();

    static final int[] DC_QUANTIZERS = table("dc-quantizers");
    static final int[] AC_QUANTIZERS = table("ac-quantizers");

    /** (mode above 10, mode to the left 10, 9). */
    static final int[] BLOCK_MODE_PROBABILITIES = table("block-mode-probabilities");

    /** (block type 4, band 8, context 3, 11): how likely a frame replaces a coefficient probability. */
    static final int[] UPDATE_PROBABILITIES = table("coefficient-update-probabilities");

    /** (block type 4, band 8, context 3, 11), until a frame replaces them. */
    static final int[] COEFFICIENT_PROBABILITIES = table("coefficient-probabilities");

    private Tables() {}

    private static int[] table(String name) {
        int[] table = TABLES.get(name);
        if (table == null) {
            throw new IllegalStateException("tables.txt lacks " + name);
        }
        return table;
    }

    private static Map<String, int[]> load() {
        try (InputStream file = Tables.class.getResourceAsStream("tables.txt")) {
            if (file == null) {
                throw new IllegalStateException("tables.txt is missing beside " + Tables.class);
            }
            String text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            Map<String, int[]> tables = new HashMap<>();
            Scanner words =
                    new Scanner(Pattern.compile("(?m)^#.*$").matcher(text).replaceAll(""));
            while (words.hasNext()) {
                String name = words.next();
                int[] values = new int[words.nextInt()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = words.nextInt();
                }
                tables.put(name, values);
            }
            return tables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
