package io.belvedere.engine.image.jpeg;

import io.belvedere.engine.image.DecodingWatch;
import java.io.IOException;

/** Goes over the units of a scan, row by row, and over the restart markers between them (T.81, annex E). */
abstract class ScanReader {
    /** Between two questions to the watch; a block has 64 samples. */
    static final int BLOCKS_AT_ONCE = 1280;

    /** Of at most 10 blocks each. */
    private static final int UNITS_AT_ONCE = BLOCKS_AT_ONCE / 10;

    final Frame frame;
    final ScanHeader scan;
    final BitReader in;

    private final int restartInterval;
    private final DecodingWatch watch;

    /** Units until the next restart marker. */
    private int untilRestart;

    private int restarts;

    ScanReader(Frame frame, ScanHeader scan, BitReader in, int restartInterval, DecodingWatch watch) {
        this.frame = frame;
        this.scan = scan;
        this.in = in;
        this.restartInterval = restartInterval > 0 ? restartInterval : Integer.MAX_VALUE;
        this.watch = watch;
        this.untilRestart = this.restartInterval;
    }

    /** A row of units: of blocks of all components of the scan, or of single blocks where it has but one. */
    final void readRow(int row) throws IOException {
        int across = unitsAcross();
        for (int unit = 0; unit < across; ) {
            if (untilRestart == 0) {
                in.restart(restarts++ & 7);
                untilRestart = restartInterval;
                restart();
            }
            int some = Math.min(Math.min(UNITS_AT_ONCE, untilRestart), across - unit);
            watch.goOn();
            readUnits(row, unit, some);
            in.check();
            unit += some;
            untilRestart -= some;
        }
    }

    final void readAll() throws IOException {
        for (int row = 0, rows = unitsDown(); row < rows; row++) {
            readRow(row);
        }
    }

    /** Reads {@code count} units of a row, from {@code unit} on. */
    abstract void readUnits(int row, int unit, int count) throws IOException;

    /** Forgets what is predicted from what came before. */
    abstract void restart();

    final Frame.Component component(int part) {
        return frame.components().get(scan.parts().get(part).component());
    }

    final int unitsAcross() {
        return scan.interleaved() ? frame.unitsAcross() : Math.ceilDiv(frame.width(component(0)), Frame.BLOCK);
    }

    final int unitsDown() {
        return scan.interleaved() ? frame.unitsDown() : Math.ceilDiv(frame.height(component(0)), Frame.BLOCK);
    }
}
