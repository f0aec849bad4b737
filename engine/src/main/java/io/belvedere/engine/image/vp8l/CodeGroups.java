package io.belvedere.engine.image.vp8l;

import io.belvedere.engine.image.WatchedRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prefix codes of an image: a group of five for each square of pixels (RFC 9649, section 3.7.2.2).
 *
 * @param groups green with lengths and cache, red, blue, alpha, distances
 * @param map group of each square, (rows, columns)
 * @param columns squares in a row
 * @param squareBits a square has 2^squareBits pixels a side
 */
record CodeGroups(List<PrefixCode[]> groups, int[] map, int columns, int squareBits) {
    private static final int COLORS = 256;
    private static final int DISTANCES = 40;

    /**
     * Of the tables that decode all codes of an image, 32 MiB: encoders write a few thousand groups of about 1,000
     * entries.
     */
    private static final int MAX_ENTRIES = 1 << 23;

    /** Larger than any image. */
    private static final int WHOLE_IMAGE = 30;

    static CodeGroups read(
            BitReader bits, int width, int height, int firstAlphabet, boolean mayHaveGroups, WatchedRows watch)
            throws IOException {
        if (!mayHaveGroups || !bits.flag()) {
            return new CodeGroups(
                    Collections.singletonList(readGroup(bits, firstAlphabet)), new int[1], 1, WHOLE_IMAGE);
        }
        int squareBits = bits.number(3) + 2;
        int columns = Squares.count(width, squareBits);
        int[] map = PixelReader.readPart(bits, columns, Squares.count(height, squareBits), watch);
        int count = 0;
        for (int i = 0; i < map.length; i++) {
            map[i] = (map[i] >> 8) & 0xFFFF;
            count = Math.max(count, map[i] + 1);
        }
        // groups that no square uses are there too, but are not kept
        Map<Integer, Integer> indexes = new HashMap<>();
        for (int group : map) {
            indexes.put(group, 0);
        }
        List<PrefixCode[]> groups = new ArrayList<>();
        int entries = 0;
        for (int group = 0; group < count; group++) {
            PrefixCode[] codes = readGroup(bits, firstAlphabet);
            watch.row(firstAlphabet + 3 * COLORS + DISTANCES);
            if (indexes.replace(group, groups.size()) != null) {
                groups.add(codes);
                entries += Arrays.stream(codes).mapToInt(PrefixCode::entries).sum();
            }
            if (entries > MAX_ENTRIES) {
                throw new IOException("codes that take too much memory");
            }
        }
        for (int i = 0; i < map.length; i++) {
            map[i] = indexes.getOrDefault(map[i], 0);
        }
        return new CodeGroups(groups, map, columns, squareBits);
    }

    /** Whether a square begins in this column. */
    boolean beginsAt(int x) {
        return (x & ((1 << squareBits) - 1)) == 0;
    }

    PrefixCode[] at(int x, int y) {
        return groups.get(map[(y >> squareBits) * columns + (x >> squareBits)]);
    }

    private static PrefixCode[] readGroup(BitReader bits, int firstAlphabet) throws IOException {
        PrefixCode[] group = new PrefixCode[5];
        for (int i = 0; i < group.length; i++) {
            int alphabet = i == 0 ? firstAlphabet : i == 4 ? DISTANCES : COLORS;
            group[i] = PrefixCode.describedBy(bits, alphabet);
        }
        return group;
    }
}
