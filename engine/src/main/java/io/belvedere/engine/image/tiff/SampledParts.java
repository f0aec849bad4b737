package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** Decodes strips or tiles row by row, all planes of a row together. */
final class SampledParts {
    /** Pixels of a row that are converted together. */
    private static final int PIECE = 8192;

    private final Layout layout;
    private final Samples samples;
    private final Encoding encoding;
    private final Prediction prediction;
    private final Coloring coloring;
    private final DecodingWatch watch;

    /** Samples of a pixel in a plane. */
    private final int components;

    /** (plane, bytes). */
    private final byte[][] rows;

    private final SampleReader[] readers;
    private final int[] values;
    private final int[] colors;

    SampledParts(
            Layout layout,
            Samples samples,
            Encoding encoding,
            Prediction prediction,
            Coloring coloring,
            ByteOrder order,
            DecodingWatch watch) {
        this.layout = layout;
        this.samples = samples;
        this.encoding = encoding;
        this.prediction = prediction;
        this.coloring = coloring;
        this.watch = watch;
        int planes = layout.planes();
        this.components = samples.perPixel() / planes;
        this.rows = new byte[planes][samples.rowBytes((long) layout.part().width() * components)];
        this.readers = new SampleReader[planes];
        for (int plane = 0; plane < planes; plane++) {
            readers[plane] = new SampleReader(samples, order, rows[plane]);
        }
        int piece = Math.min(PIECE, layout.part().width());
        this.values = new int[piece * samples.perPixel()];
        this.colors = new int[piece * 3];
    }

    void decode(Stored stored, PixelWriter pixels) throws IOException, ImageException {
        for (int row = 0; row < layout.down(); row++) {
            for (int column = 0; column < layout.across(); column++) {
                InputStream[] planes = new InputStream[rows.length];
                try {
                    for (int plane = 0; plane < planes.length; plane++) {
                        watch.goOn();
                        planes[plane] = encoding.open(part(stored, plane, row, column), watch);
                    }
                    decode(planes, row, column, pixels);
                } finally {
                    close(planes);
                }
            }
        }
    }

    private Part part(Stored stored, int plane, int row, int column) {
        int index = layout.index(plane, row, column);
        return new Part(
                stored.file(),
                stored.start(index),
                stored.end(index),
                layout.part().width(),
                layout.storedRows(row),
                layout.rows(row),
                layout.part().height(),
                components,
                rows[plane].length);
    }

    private void decode(InputStream[] planes, int row, int column, PixelWriter pixels)
            throws IOException, ImageException {
        int top = row * layout.part().height();
        int left = column * layout.part().width();
        int needed = layout.rows(row);
        for (int y = 0; y < needed; y++) {
            for (int plane = 0; plane < planes.length; plane++) {
                byte[] bytes = rows[plane];
                if (planes[plane].readNBytes(bytes, 0, bytes.length) < bytes.length) {
                    throw new EOFException("a strip or tile has " + y + " of " + needed + " rows");
                }
                prediction.undo(bytes);
            }
            for (int x = 0, columns = layout.columns(column); x < columns; x += PIECE) {
                watch.goOn();
                int count = Math.min(PIECE, columns - x);
                readSamples(x, count);
                coloring.convert(values, samples.perPixel(), count, colors);
                pixels.write(left + x, top + y, count, colors, values, samples.perPixel());
            }
        }
        if (needed == layout.storedRows(row)) {
            int spareRows = layout.part().height() - needed;
            for (InputStream plane : planes) {
                encoding.finish(plane, (long) spareRows * rows[0].length);
            }
        }
    }

    private void readSamples(int x, int count) throws ImageException {
        int step = rows.length == 1 ? 1 : samples.perPixel();
        for (int plane = 0; plane < rows.length; plane++) {
            boolean all = readers[plane].read(x * components, count * components, values, plane, step);
            Refusal.when(!all, "floating-point samples outside of 0 to 1");
        }
    }

    private static void close(InputStream[] planes) throws IOException {
        for (InputStream plane : planes) {
            if (plane != null) {
                plane.close();
            }
        }
    }
}
