package io.belvedere.engine.image.tiff;

import java.io.IOException;

/**
 * Where strips or tiles are in the file.
 *
 * @param offsets by their number
 * @param lengths by their number
 */
record Stored(byte[] file, long[] offsets, long[] lengths) {
    /** What a part takes, whatever it decodes to: a table of JPEG's, say. */
    private static final int PART_BYTES = 1 << 10;

    /**
     * @param partBytes that an uncompressed part takes, where lengths are missing; 0 if the parts are compressed, each
     *     is to the file's end then
     * @param pixels of the picture
     * @throws IOException if a part is missing, or if together they are far longer than the file: they may overlap, but
     *     not so that a small file takes more work than its pixels are worth
     */
    static Stored of(Directory directory, byte[] file, boolean tiled, int parts, long partBytes, long pixels)
            throws IOException {
        long[] offsets = directory.numbers(tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS);
        long[] lengths = directory.numbers(tiled ? Tag.TILE_BYTE_COUNTS : Tag.STRIP_BYTE_COUNTS);
        if (offsets.length < parts || (lengths.length > 0 && lengths.length < parts)) {
            throw new IOException(
                    parts + " strips or tiles, " + offsets.length + " offsets, " + lengths.length + " lengths");
        }
        boolean given = lengths.length > 0 && (parts > 1 || lengths[0] > 0);
        long[] found = new long[parts];
        long all = 0;
        for (int i = 0; i < parts; i++) {
            long rest = file.length - offsets[i];
            found[i] = given ? lengths[i] : partBytes > 0 ? Math.min(rest, partBytes) : rest;
            if (offsets[i] < 0 || found[i] < 0 || found[i] > rest) {
                throw new IOException("a strip or tile beyond the file");
            }
            all += found[i];
        }
        if (all > 2L * file.length + pixels + (long) PART_BYTES * parts) {
            throw new IOException("strips or tiles of " + all + " bytes");
        }
        return new Stored(file, offsets, found);
    }

    int start(int part) {
        return (int) offsets[part];
    }

    int end(int part) {
        return (int) (offsets[part] + lengths[part]);
    }
}
