package io.belvedere.engine.image.jpeg;

import io.belvedere.engine.image.DecodingWatch;
import java.util.List;

/** Puts the components' samples together to the result, row by row. */
final class Assembly {
    private final Frame frame;
    private final Upsampling[] parts;
    private final DecodingWatch watch;

    /** (height, width, components). */
    private final byte[] result;

    /** Rows that are done. */
    private int rows;

    Assembly(Frame frame, List<Plane> planes, DecodingWatch watch) {
        this.frame = frame;
        this.parts = new Upsampling[planes.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Upsampling(frame, frame.components().get(i), planes.get(i));
        }
        this.watch = watch;
        this.result = new byte[Math.multiplyExact(Math.multiplyExact(frame.width(), frame.height()), parts.length)];
    }

    /** Makes those rows whose samples, and the samples' neighbours, are among the first {@code units} rows of units. */
    void assemble(int units) {
        int step = frame.maxDown();
        int end = units >= frame.unitsDown() ? frame.height() : step * (Frame.BLOCK * units - 1);
        for (; rows < end; rows++) {
            row(rows);
        }
    }

    Components result() {
        return new Components(frame.width(), frame.height(), parts.length, result);
    }

    private void row(int y) {
        int width = frame.width();
        int at = y * width * parts.length;
        if (parts.length == 1) {
            int from = widen(0, y);
            System.arraycopy(parts[0].samples(), from, result, at, width);
        } else if (parts.length == 3) {
            interleave(y, at);
        } else {
            for (int c = 0; c < parts.length; c++) {
                int from = widen(c, y);
                byte[] samples = parts[c].samples();
                for (int x = 0, to = at + c; x < width; x++, to += parts.length) {
                    result[to] = samples[from + x];
                }
            }
        }
    }

    private int widen(int part, int y) {
        watch.goOn();
        return parts[part].row(y);
    }

    private void interleave(int y, int at) {
        int from0 = widen(0, y);
        int from1 = widen(1, y);
        int from2 = widen(2, y);
        byte[] samples0 = parts[0].samples();
        byte[] samples1 = parts[1].samples();
        byte[] samples2 = parts[2].samples();
        for (int x = 0, to = at; x < frame.width(); x++, to += 3) {
            result[to] = samples0[from0 + x];
            result[to + 1] = samples1[from1 + x];
            result[to + 2] = samples2[from2 + x];
        }
    }
}
