package io.belvedere.engine.image;

import java.io.IOException;

/** Pixels one after the other, as 0xAARRGGBB, in runs or not. Past the end is an {@link IndexOutOfBoundsException}. */
final class TgaPixels {
    private static final int OPAQUE = 0xFF000000;

    private final ByteView file;
    private final TgaFile header;
    private final int[] palette;
    private final int step;
    private int at;

    /** How many more pixels there are of the run, and whether they are all as {@link #color}. */
    private int left;

    private boolean repeats;
    private int color;

    /** @param palette by the value of a pixel; empty if there is none */
    TgaPixels(ByteView file, int start, TgaFile header, int[] palette) {
        this.file = file;
        this.at = start;
        this.header = header;
        this.palette = palette;
        this.step = (header.bits() + 7) / 8;
    }

    int next() throws IOException {
        if (!header.isInRuns()) {
            return read();
        }
        if (left == 0) {
            int packet = file.u8(at++);
            left = (packet & 0x7F) + 1;
            repeats = (packet & 0x80) != 0;
            color = repeats ? read() : 0;
        }
        left--;
        return repeats ? color : read();
    }

    private int read() throws IOException {
        int from = at;
        at += step;
        if (header.isGrey()) {
            int grey = file.u8(from) * 0x010101;
            return step == 1 ? OPAQUE | grey : file.u8(from + 1) << 24 | grey;
        } else if (palette.length == 0) {
            return color(file, from, header.bits());
        }
        int place = step == 1 ? file.u8(from) : file.u16(from);
        if (place >= palette.length) {
            throw new IOException("a pixel beyond the palette");
        }
        return palette[place];
    }

    /** 15 and 16 bits have 5 for each channel; what the sixteenth means is not agreed on, and it is passed over. */
    static int color(ByteView file, int at, int bits) {
        if (bits <= 16) {
            int packed = file.u16(at);
            return OPAQUE | scaled(packed >> 10) << 16 | scaled(packed >> 5) << 8 | scaled(packed);
        }
        return bits == 24 ? OPAQUE | file.u24(at) : file.s32(at);
    }

    /** Of 5 bits. */
    private static int scaled(int value) {
        return ((value & 31) * 255 + 15) / 31;
    }
}
