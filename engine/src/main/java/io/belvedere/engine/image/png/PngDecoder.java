package io.belvedere.engine.image.png;

import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.WatchedRows;
import java.io.IOException;
import java.util.Arrays;

/** Decodes one image. */
public final class PngDecoder {
    /** Of an interlaced image ("Adam7"): first column and row, step between columns and rows. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    /** Pixels that are read at a time, of long rows. */
    private static final int PIECE = 1 << 13;

    private static final int[][] WHOLE = {{0, 0, 1, 1}};

    private final PngLayout layout;
    private final CodedPixels pixels;
    private final RowWriter writer;
    private final WatchedRows watch;
    private final byte[] rgb;
    private byte[] row;
    private byte[] above;

    private PngDecoder(PngLayout layout, PngColors colors, CodedPixels pixels, AlphaRule alpha, DecodingWatch watch) {
        this.layout = layout;
        this.pixels = pixels;
        this.writer = new RowWriter(layout, colors, alpha);
        this.watch = new WatchedRows(watch);
        this.rgb = new byte[Math.multiplyExact(3 * layout.width(), layout.height())];
        this.row = new byte[Math.toIntExact(layout.rowBytes(layout.width()))];
        this.above = new byte[row.length];
    }

    /**
     * Decodes all rows.
     *
     * @param layout of a kind that is {@linkplain PngLayout#isStandard standard}
     * @return (height, width, 3), red, green and blue
     * @throws IOException if rows are missing or damaged
     */
    public static byte[] rgb(
            PngLayout layout, PngColors colors, CodedPixels pixels, AlphaRule alpha, DecodingWatch watch)
            throws IOException {
        PngDecoder decoder = new PngDecoder(layout, colors, pixels, alpha, watch);
        for (int[] pass : layout.interlaced() ? PASSES : WHOLE) {
            decoder.read(pass[0], pass[1], pass[2], pass[3]);
        }
        pixels.verify();
        return decoder.rgb;
    }

    private void read(int firstColumn, int firstRow, int columnStep, int rowStep) throws IOException {
        int count = Math.ceilDiv(layout.width() - firstColumn, columnStep);
        if (count < 1) {
            return;
        }
        Arrays.fill(above, 0, (int) layout.rowBytes(count), (byte) 0);
        for (int y = firstRow; y < layout.height(); y += rowStep) {
            int filter = pixels.read();
            int at = 3 * (y * layout.width() + firstColumn);
            for (int x = 0; x < count; x += PIECE) {
                read(filter, x, Math.min(count, x + PIECE), at + 3 * columnStep * x, 3 * columnStep);
            }
            byte[] done = row;
            row = above;
            above = done;
        }
    }

    /** Reads pixels [start, end) of a row; {@code start} is a multiple of 8. */
    private void read(int filter, int start, int end, int at, int step) throws IOException {
        int from = (int) layout.rowBytes(start);
        int to = (int) layout.rowBytes(end);
        pixels.read(row, from, to);
        Filters.undo(filter, row, above, from, to, layout.pixelBytes());
        writer.write(row, from, end - start, rgb, at, step);
        watch.row(to - from);
    }
}
