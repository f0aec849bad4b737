package io.belvedere.engine.image.vp8;

import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.WatchedRows;
import java.io.EOFException;
import java.io.IOException;

/** Decodes one key frame. */
public final class Vp8Decoder {
    /** Tag, start code and size. */
    private static final int PREFIX = 10;

    /** After so many macroblocks the watch is asked, in a wide row. */
    private static final int WATCHED = 128;

    private final byte[] data;
    private final int width;
    private final int height;
    private final FrameHeader header;
    private final BoolDecoder modes;
    private final BoolDecoder[] partitions;

    private Vp8Decoder(byte[] data) throws IOException {
        this.data = data;
        if (data.length < PREFIX
                || data[3] != (byte) 0x9D
                || data[4] != 0x01
                || data[5] != 0x2A
                || (data[0] & 1) != 0) {
            throw new IOException("no key frame");
        }
        this.width = u16(6) & 0x3FFF;
        this.height = u16(8) & 0x3FFF;
        int firstEnd = PREFIX + ((u16(0) >> 5) | ((data[2] & 0xFF) << 11));
        if (width == 0 || height == 0 || firstEnd > data.length) {
            throw new EOFException("the first partition ends early");
        }
        this.modes = new BoolDecoder(data, PREFIX, firstEnd);
        this.header = FrameHeader.read(modes);
        this.partitions = partitions(firstEnd);
    }

    /**
     * Decodes a "VP8 " chunk's data.
     *
     * @param width expected of the frame, in pixels
     * @param height likewise
     * @param watch is asked in every step of the work, and for each row of macroblocks or more often
     * @return (height, width, 3), red, green and blue
     * @throws IOException if it is broken, incomplete or of another size
     */
    public static byte[] rgb(byte[] data, int width, int height, DecodingWatch watch) throws IOException {
        Vp8Decoder decoder = new Vp8Decoder(data);
        if (decoder.width != width || decoder.height != height) {
            throw new IOException("the frame has another size");
        }
        WatchedRows rows = new WatchedRows(watch);
        return new ColorConversion(decoder.decode(rows), width, height).rgb(rows);
    }

    private Frame decode(WatchedRows watch) throws IOException {
        int columns = (width + 15) / 16;
        int rows = (height + 15) / 16;
        Frame frame = new Frame(columns, rows);
        ModeReader modeReader = new ModeReader(modes, header, columns);
        CoefficientReader coefficients = new CoefficientReader(header, columns);
        Macroblock macroblock = new Macroblock();
        for (int row = 0; row < rows; row++) {
            BoolDecoder partition = partitions[row % partitions.length];
            modeReader.startRow();
            coefficients.startRow();
            for (int column = 0; column < columns; column++) {
                modeReader.read(macroblock, column);
                FrameHeader.Segment segment = header.segments()[macroblock.segment];
                if (macroblock.skipped) {
                    coefficients.skip(macroblock, column);
                } else {
                    coefficients.read(partition, macroblock, column, segment.quantizers());
                }
                frame.reconstruct(
                        macroblock, column, row, macroblock.isBlockwise() ? segment.blockwise() : segment.whole());
                if (column % WATCHED == WATCHED - 1) {
                    watch.row(WATCHED * Macroblock.SAMPLES);
                }
            }
            modes.checkEnd();
            partition.checkEnd();
            watch.row(columns % WATCHED * Macroblock.SAMPLES);
        }
        frame.filter(header.simpleFilter(), watch);
        return frame;
    }

    /** The partitions of coefficients; their sizes, but the last one's, stand before them. */
    private BoolDecoder[] partitions(int start) throws EOFException {
        int count = header.partitions();
        int begin = start + 3 * (count - 1);
        BoolDecoder[] decoders = new BoolDecoder[count];
        for (int i = 0; i < count; i++) {
            if (begin > data.length) {
                throw new EOFException("a partition is missing");
            }
            int at = start + 3 * i;
            boolean last = i == count - 1;
            int end = last ? data.length : begin + (u16(at) | ((data[at + 2] & 0xFF) << 16));
            decoders[i] = new BoolDecoder(data, begin, Math.min(end, data.length));
            begin = end;
        }
        return decoders;
    }

    private int u16(int at) {
        return (data[at] & 0xFF) | ((data[at + 1] & 0xFF) << 8);
    }
}
