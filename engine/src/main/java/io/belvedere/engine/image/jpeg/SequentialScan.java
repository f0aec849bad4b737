package io.belvedere.engine.image.jpeg;

import io.belvedere.engine.image.DecodingWatch;
import java.io.IOException;
import java.util.List;

/** A scan of a sequential frame: blocks become samples as they come (T.81, annex F.2). */
final class SequentialScan extends ScanReader {
    private static final byte[] NATURAL = ZigZag.order();

    /** What a component's blocks are read with and where they go. */
    private static final class Target {
        final HuffmanCode dc;
        final HuffmanCode ac;
        final int[] quantisation;
        final Plane plane;
        final int across;
        final int down;
        int predicted;

        Target(HuffmanCode dc, HuffmanCode ac, int[] quantisation, Plane plane, int across, int down) {
            this.dc = dc;
            this.ac = ac;
            this.quantisation = quantisation;
            this.plane = plane;
            this.across = across;
            this.down = down;
        }
    }

    private final Target[] targets;
    private final InverseTransform transform = new InverseTransform();

    /** @param planes of all components of the frame */
    SequentialScan(Frame frame, ScanHeader scan, Tables tables, List<Plane> planes, BitReader in, DecodingWatch watch)
            throws IOException {
        super(frame, scan, in, tables.restartInterval(), watch);
        targets = new Target[scan.parts().size()];
        for (int i = 0; i < targets.length; i++) {
            ScanHeader.Part part = scan.parts().get(i);
            Frame.Component component = component(i);
            targets[i] = new Target(
                    tables.dc(part.dc(), false),
                    tables.ac(part.ac(), false),
                    tables.quantisation(component.quantisation()),
                    planes.get(part.component()),
                    scan.interleaved() ? component.across() : 1,
                    scan.interleaved() ? component.down() : 1);
        }
    }

    @Override
    void restart() {
        for (Target target : targets) {
            target.predicted = 0;
        }
    }

    @Override
    void readUnits(int row, int unit, int count) throws IOException {
        for (int i = unit; i < unit + count; i++) {
            for (Target target : targets) {
                for (int y = 0; y < target.down; y++) {
                    int at = target.plane.row(Frame.BLOCK * (row * target.down + y)) + Frame.BLOCK * i * target.across;
                    for (int x = 0; x < target.across; x++) {
                        long present = readBlock(target);
                        transform.transform(present, target.plane.samples(), at, target.plane.stride());
                        at += Frame.BLOCK;
                    }
                }
            }
        }
    }

    /**
     * Reads a block into that of the transform; returns a bit for each coefficient but the first that is there, in
     * coded order.
     */
    private long readBlock(Target target) throws IOException {
        int[] block = transform.block;
        int[] quantisation = target.quantisation;
        target.predicted += difference(in, target.dc);
        block[0] = target.predicted * quantisation[0];

        HuffmanCode code = target.ac;
        int[] entries = code.entries();
        long bits = in.bits;
        int count = in.count;
        long present = 0;
        for (int k = 1; k < 64; k++) {
            if (count < 32) {
                in.bits = bits;
                in.count = count;
                in.fill();
                bits = in.bits;
                count = in.count;
            }
            int entry = entries[BitReader.first(bits, HuffmanCode.LOOKAHEAD)];
            if (entry == 0) {
                entry = code.longEntry(bits);
            }
            int length = entry & 31;
            bits <<= length;
            count -= length;
            k += entry >>> 12 & 15;
            int value = entry >> 16;
            if ((entry & HuffmanCode.WHOLE) == 0) {
                int size = entry >>> 8 & 15;
                if (size == 0) {
                    int zeros = entry >>> 12 & 15;
                    if (zeros == 0) {
                        break;
                    } else if (zeros != 15 || k > 63) {
                        throw new IOException("a run of zeros that can't be");
                    }
                    continue;
                }
                value = BitReader.signed(bits, size);
                bits <<= size;
                count -= size;
            }
            if (k > 63) {
                throw new IOException("a block has more than 64 coefficients");
            }
            block[NATURAL[k]] = value * quantisation[k];
            present |= 1L << k;
        }
        in.bits = bits;
        in.count = count;
        return present;
    }

    /** The difference of a first coefficient from the one before. */
    static int difference(BitReader in, HuffmanCode code) throws IOException {
        if (in.count < 32) {
            in.fill();
        }
        int entry = code.entries()[BitReader.first(in.bits, HuffmanCode.LOOKAHEAD)];
        if (entry == 0) {
            entry = code.longEntry(in.bits);
        }
        int length = entry & 31;
        in.bits <<= length;
        in.count -= length;
        if ((entry & HuffmanCode.WHOLE) != 0) {
            return entry >> 16;
        }
        int size = entry >>> 8 & 15;
        if (size == 0) {
            return 0;
        }
        int value = BitReader.signed(in.bits, size);
        in.bits <<= size;
        in.count -= size;
        return value;
    }
}
