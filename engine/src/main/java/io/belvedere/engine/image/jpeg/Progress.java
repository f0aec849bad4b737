package io.belvedere.engine.image.jpeg;

import java.io.IOException;
import java.util.Arrays;

/** Which bits of which coefficients the scans so far have brought. */
public final class Progress {
    private static final byte NOTHING = -1;

    /** (component, coefficient in coded order): the lowest bit that is there. */
    private final byte[][] lowest;

    public Progress(Frame frame) {
        lowest = new byte[frame.components().size()][64];
        for (byte[] component : lowest) {
            Arrays.fill(component, NOTHING);
        }
    }

    /** @throws IOException if the scan brings what is there already, or bits that don't follow those that are there */
    public void add(ScanHeader scan) throws IOException {
        for (ScanHeader.Part part : scan.parts()) {
            byte[] component = lowest[part.component()];
            if (scan.first() > 0 && component[0] == NOTHING) {
                throw new IOException("a component doesn't begin with its first coefficients");
            }
            for (int k = scan.first(); k <= scan.last(); k++) {
                if (component[k] != (scan.high() == 0 ? NOTHING : scan.high())) {
                    throw new IOException("a scan that doesn't follow from those before it");
                }
                component[k] = (byte) scan.low();
            }
        }
    }

    /** Whether nothing can be added: every bit of every coefficient is there. */
    public boolean isComplete() {
        return Arrays.stream(lowest).allMatch(component -> {
            int missing = 0;
            for (byte low : component) {
                missing |= low;
            }
            return missing == 0;
        });
    }

    /** Whether there is something of every component, so that an encoder may have meant to end here. */
    boolean isPicture() {
        return Arrays.stream(lowest).allMatch(component -> component[0] != NOTHING);
    }
}
