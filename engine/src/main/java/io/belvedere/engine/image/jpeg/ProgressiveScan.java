package io.belvedere.engine.image.jpeg;

import io.belvedere.engine.image.DecodingWatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scan of a progressive frame: some bits of some coefficients (T.81, annex G.2). */
final class ProgressiveScan extends ScanReader {
    private final List<Coefficients> coefficients;

    /** For each part of the scan; null where it needs no codes. */
    private final @Nullable HuffmanCode[] codes;

    /** For each part of the scan. */
    private final int[] predicted;

    private final Band band;

    /** @param coefficients of all components of the frame */
    ProgressiveScan(
            Frame frame,
            ScanHeader scan,
            Tables tables,
            List<Coefficients> coefficients,
            BitReader in,
            DecodingWatch watch)
            throws IOException {
        super(frame, scan, in, tables.restartInterval(), watch);
        this.coefficients = coefficients;
        this.codes = new @Nullable HuffmanCode[scan.parts().size()];
        this.predicted = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            ScanHeader.Part part = scan.parts().get(i);
            if (scan.first() > 0) {
                codes[i] = tables.ac(part.ac(), true);
            } else if (scan.high() == 0) {
                codes[i] = tables.dc(part.dc(), true);
            }
        }
        this.band = new Band(scan, in);
    }

    @Override
    void restart() {
        Arrays.fill(predicted, 0);
        band.restart();
    }

    @Override
    void readUnits(int row, int unit, int count) throws IOException {
        if (scan.first() > 0) {
            Coefficients target = coefficients.get(scan.parts().get(0).component());
            HuffmanCode code = codes[0];
            if (code == null) {
                throw new IllegalStateException("a band without a code");
            }
            band.read(code, target, target.row(row) + unit, count);
        } else if (!scan.interleaved()) {
            Coefficients target = coefficients.get(scan.parts().get(0).component());
            readFirst(0, target, target.row(row) + unit, count);
        } else {
            for (int i = unit; i < unit + count; i++) {
                readUnit(row, i);
            }
        }
    }

    private void readUnit(int row, int unit) throws IOException {
        for (int part = 0; part < codes.length; part++) {
            Frame.Component component = component(part);
            Coefficients target = coefficients.get(scan.parts().get(part).component());
            for (int y = 0; y < component.down(); y++) {
                int block = target.row(row * component.down() + y) + unit * component.across();
                readFirst(part, target, block, component.across());
            }
        }
    }

    /** First coefficients of blocks that stand side by side. */
    private void readFirst(int part, Coefficients target, int block, int count) throws IOException {
        HuffmanCode code = codes[part];
        for (int at = 64 * block; at < 64 * (block + count); at += 64) {
            if (code != null) {
                predicted[part] += SequentialScan.difference(in, code);
                target.values[at] = (short) (predicted[part] << scan.low());
            } else {
                target.values[at] |= (short) (in.bit() << scan.low());
            }
        }
    }
}
