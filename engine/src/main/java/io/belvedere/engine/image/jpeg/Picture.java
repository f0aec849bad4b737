package io.belvedere.engine.image.jpeg;

import io.belvedere.engine.image.DecodingWatch;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame while its scans come. The samples of a sequential frame whose one scan has all components go straight to the
 * result; with more scans they wait in planes, and a progressive frame's coefficients wait for their last bits.
 */
final class Picture {
    private static final byte[] NATURAL = ZigZag.order();

    private final Frame frame;
    private final DecodingWatch watch;
    private final Progress progress;

    /**
     * For each component of a progressive frame, once it has had a scan: the table that holds for it, in coded order.
     */
    private final int[] @Nullable [] quantisation;

    private final List<Coefficients> coefficients = new ArrayList<>();
    private List<Plane> planes = List.of();
    private @Nullable Assembly assembly;

    Picture(Frame frame, DecodingWatch watch) {
        this.frame = frame;
        this.watch = watch;
        this.progress = new Progress(frame);
        this.quantisation = new int[frame.components().size()] @Nullable [];
    }

    Frame frame() {
        return frame;
    }

    Progress progress() {
        return progress;
    }

    /** Reads a scan; returns where the marker behind it stands. */
    int read(ScanHeader scan, Tables tables, BitReader in) throws IOException {
        progress.add(scan);
        // before anything is allocated for what can't be there
        if (scan.leastBits(frame) > 8L * in.left()) {
            throw new EOFException("coded data ends early");
        }
        if (frame.progressive()) {
            readProgressive(scan, tables, in);
        } else {
            readSequential(scan, tables, in);
        }
        return in.end();
    }

    private void readSequential(ScanHeader scan, Tables tables, BitReader in) throws IOException {
        boolean single = scan.parts().size() == frame.components().size();
        if (planes.isEmpty()) {
            planes = Window.planes(frame, !single);
        }
        SequentialScan reader = new SequentialScan(frame, scan, tables, planes, in, watch);
        if (!single) {
            reader.readAll();
            return;
        }
        assembly = new Assembly(frame, planes, watch);
        for (int row = 0; row < frame.unitsDown(); row++) {
            reader.readRow(row);
            assembly.assemble(row + 1);
        }
    }

    private void readProgressive(ScanHeader scan, Tables tables, BitReader in) throws IOException {
        for (ScanHeader.Part part : scan.parts()) {
            if (quantisation[part.component()] == null) {
                int table = frame.components().get(part.component()).quantisation();
                quantisation[part.component()] = tables.quantisation(table);
            }
        }
        if (coefficients.isEmpty()) {
            for (Frame.Component component : frame.components()) {
                coefficients.add(new Coefficients(
                        frame.unitsAcross() * component.across(), frame.unitsDown() * component.down()));
            }
        }
        new ProgressiveScan(frame, scan, tables, coefficients, in, watch).readAll();
    }

    /** The whole picture, once there is something of all components. */
    Components result() {
        Assembly whole = assembly;
        if (whole == null && !frame.progressive()) {
            whole = new Assembly(frame, planes, watch);
            whole.assemble(frame.unitsDown());
        } else if (whole == null) {
            planes = Window.planes(frame, false);
            whole = new Assembly(frame, planes, watch);
            InverseTransform transform = new InverseTransform();
            for (int row = 0; row < frame.unitsDown(); row++) {
                for (int i = 0; i < planes.size(); i++) {
                    transformUnits(transform, i, row);
                }
                whole.assemble(row + 1);
            }
        }
        return whole.result();
    }

    /** The blocks of a component in a row of units. */
    private void transformUnits(InverseTransform transform, int index, int row) {
        int[] table = quantisation[index];
        if (table == null) {
            throw new IllegalStateException("a component without a scan");
        }
        Coefficients stored = coefficients.get(index);
        Plane plane = planes.get(index);
        Frame.Component component = frame.components().get(index);
        int across = plane.stride() / Frame.BLOCK;
        for (int y = row * component.down(); y < (row + 1) * component.down(); y++) {
            int at = plane.row(Frame.BLOCK * y);
            int first = stored.row(y);
            for (int block = first; block < first + across; block++) {
                if ((block - first) % ScanReader.BLOCKS_AT_ONCE == 0) {
                    watch.goOn();
                }
                long present = stored.present[block];
                transform.block[0] = stored.values[64 * block] * table[0];
                for (long left = present; left != 0; left &= left - 1) {
                    int k = Long.numberOfTrailingZeros(left);
                    transform.block[NATURAL[k]] = stored.values[64 * block + k] * table[k];
                }
                transform.transform(present, plane.samples(), at, plane.stride());
                at += Frame.BLOCK;
            }
        }
    }
}
