package io.belvedere.engine.image;

import java.io.EOFException;
import java.io.IOException;

/** Reads a bitmap in runs of equal pixels. What is jumped over, or missing at a proper end, has the first colour. */
final class BmpRuns {
    private static final int END_OF_ROW = 0;
    private static final int END = 1;
    private static final int JUMP = 2;
    private static final int MAX_RUN = 255;

    private final ByteView file;
    private final BitmapHeader header;
    private final byte[] palette;
    private final WatchedRows watch;
    private final byte[] rgb;
    private int at;
    private int row;
    private int column;

    private BmpRuns(ByteView file, BitmapHeader header, int start, DecodingWatch watch) {
        this.file = file;
        this.header = header;
        this.at = start;
        this.palette = BitmapColors.palette(file, header, start);
        this.watch = new WatchedRows(watch);
        this.rgb = new byte[Math.toIntExact(3 * header.size().pixels())];
    }

    static Rgb read(ByteView file, BitmapHeader header, long start, DecodingWatch watch) throws IOException {
        // jumps over pixels, which stay as they are, are not relied on
        boolean fits = header.size().pixels() <= (long) MAX_RUN * file.size();
        if (!fits || start < header.end() || start >= file.size()) {
            throw new EOFException();
        } else if (header.bits() != (header.compression() == BitmapHeader.RUNS_OF_8 ? 8 : 4)) {
            throw new IOException("runs of another number of bits");
        }
        BmpRuns runs = new BmpRuns(file, header, (int) start, watch);
        runs.fill();
        runs.read();
        return new Rgb(header.size().width(), header.size().height(), runs.rgb);
    }

    private void fill() {
        for (int i = 0; i < rgb.length && palette.length > 0; i += 3) {
            System.arraycopy(palette, 0, rgb, i, 3);
        }
    }

    private void read() throws IOException {
        int width = header.size().width();
        int height = header.size().height();
        while (row < height && (row < height - 1 || column < width)) {
            int count = file.u8(at);
            int value = file.u8(at + 1);
            at += 2;
            if (count > 0) {
                run(count, value);
            } else if (value == END) {
                return;
            } else if (value == END_OF_ROW) {
                row++;
                column = 0;
            } else if (value == JUMP) {
                column = Math.min(width, column + file.u8(at));
                row += file.u8(at + 1);
                at += 2;
            } else {
                literal(value);
            }
            watch.row(Math.max(count, value));
        }
    }

    private void run(int count, int value) throws IOException {
        int end = Math.min(header.size().width(), column + count);
        for (int i = 0; column < end; i++) {
            put(header.bits() == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15);
        }
    }

    /** Pixels as they are, padded to two bytes. */
    private void literal(int count) throws IOException {
        int end = Math.min(header.size().width(), column + count);
        int bytes = Math.ceilDiv(count * header.bits(), 8);
        if (at + bytes > file.size()) {
            throw new EOFException();
        }
        for (int i = 0; column < end; i++) {
            put(header.bits() == 8 ? file.u8(at + i) : (file.u8(at + i / 2) >> (4 - i % 2 * 4)) & 15);
        }
        at += bytes + bytes % 2;
    }

    private void put(int place) throws IOException {
        if (3 * place >= palette.length) {
            throw new IOException("a pixel beyond the palette");
        }
        int y = header.downwards() ? row : header.size().height() - 1 - row;
        System.arraycopy(palette, 3 * place, rgb, 3 * (y * header.size().width() + column), 3);
        column++;
    }
}
