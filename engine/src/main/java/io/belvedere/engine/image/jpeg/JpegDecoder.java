package io.belvedere.engine.image.jpeg;

import io.belvedere.engine.image.DecodingWatch;
import java.io.IOException;

/**
 * Decodes one JPEG picture: baseline, extended sequential or progressive, Huffman codes, 8 bits, 1 to 4 components with
 * sampling factors that divide the largest one.
 *
 * <p>A picture is there in full or not at all: each unit of each scan must have been decoded from bits of the file. The
 * marker at the end may be missing where nothing can follow: every bit of every coefficient is there then. A
 * progressive picture that does end with that marker is taken with what its scans brought, provided each component has
 * some.
 */
public final class JpegDecoder {
    private static final byte[] NO_TABLES = {};

    private final byte[] file;
    private final DecodingWatch watch;
    private final byte[] tables;

    /** @param watch is asked for each part of a row and each scan; what it throws ends the decoding */
    public JpegDecoder(byte[] file, DecodingWatch watch) {
        this(file, watch, NO_TABLES);
    }

    private JpegDecoder(byte[] file, DecodingWatch watch, byte[] tables) {
        this.file = file;
        this.watch = watch;
        this.tables = tables;
    }

    /**
     * The same with tables from an abbreviated file (T.81, B.5), as TIFF has them; those in the file itself come later.
     */
    public JpegDecoder withTables(byte[] abbreviatedTables) {
        return new JpegDecoder(file, watch, abbreviatedTables);
    }

    /** @throws IOException if the file is damaged or incomplete, or of a kind that isn't read */
    public Components decode() throws IOException {
        try {
            Tables before = new Tables();
            before.readAll(tables);
            return new Decoding(file, before, watch).decode();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new IOException("the file ends within a segment, or has impossible sides", e);
        }
    }
}
