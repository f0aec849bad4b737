package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageLimits;
import io.belvedere.engine.image.jpeg.Components;
import io.belvedere.engine.image.jpeg.JpegDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A strip or tile that is a JPEG picture (TIFF technical note 2): its components, row by row, whatever they mean. */
final class JpegRows extends PartStream {
    /** How far the sides of the picture may pass those of its strip or tile. */
    static final int PADDING = 64;

    private final Components picture;
    private final int rowBytes;
    private int row;
    private int at;

    private JpegRows(Components picture, int width) {
        this.picture = picture;
        this.rowBytes = width * picture.components();
    }

    /** @param tables that all parts share */
    static InputStream of(Part part, byte[] tables, DecodingWatch watch) throws IOException {
        int width = part.width();
        JpegHeader header = JpegHeader.of(part.data(), part.start(), part.end());
        if (header.width() > width + PADDING
                || header.height() > part.mostRows() + PADDING
                || header.scans() > ImageLimits.DEFAULT.maxJpegScans()) {
            throw new IOException("too much for its strip or tile: " + header);
        }
        if (header.width() < width || header.height() < part.needed() || JpegHeader.hasPicture(tables)) {
            throw new EOFException("too little for its strip or tile: " + header);
        }
        Components picture = new JpegDecoder(Arrays.copyOfRange(part.data(), part.start(), part.end()), watch)
                .withTables(tables)
                .decode();
        if (picture.components() != part.components()
                || picture.width() != header.width()
                || picture.height() != header.height()) {
            throw new IOException("a JPEG picture of " + picture.components() + " components");
        }
        return new JpegRows(picture, width);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (row == picture.height()) {
            return -1;
        }
        int from = row * picture.width() * picture.components() + at;
        int piece = Math.min(length, rowBytes - at);
        System.arraycopy(picture.samples(), from, target, offset, piece);
        at += piece;
        if (at == rowBytes) {
            at = 0;
            row++;
        }
        return piece;
    }
}
