package io.belvedere.server.document.pdf.jpx;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the marker segments of the main header, or of a tile's, tell about coding (T.800, A.6); a tile's go before the
 * main ones.
 */
final class TileHeader {
    private static final int MOST_PROGRESSIONS = 64;

    private final ImageSize size;
    private final @Nullable TileHeader main;
    private final @Nullable CodingStyle[] styles;
    private final @Nullable Quantization[] steps;
    private final List<Progression> progressions = new ArrayList<>();
    private @Nullable CodingStyle style;
    private @Nullable Quantization step;

    TileHeader(ImageSize size, @Nullable TileHeader main) {
        this.size = size;
        this.main = main;
        this.styles = new @Nullable CodingStyle[size.components()];
        this.steps = new @Nullable Quantization[size.components()];
    }

    /** Markers that only help to find one's way, and comments, are passed over. */
    void read(int marker, ByteCursor in) throws JpxFault {
        switch (marker) {
            case 0xFF52 -> style = CodingStyle.readDefault(in);
            case 0xFF53 -> styles[component(in)] = CodingStyle.readComponent(in);
            case 0xFF5C -> step = Quantization.read(in);
            case 0xFF5D -> steps[component(in)] = Quantization.read(in);
            case 0xFF5E -> throw JpxFault.unsupported("with a region of interest");
            case 0xFF5F -> readProgressions(in);
            case 0xFF60, 0xFF61 -> throw JpxFault.unsupported("with packed packet headers");
            case 0xFF50 -> throw JpxFault.unsupported("with blocks of its Part 15");
            default -> {}
        }
    }

    private int component(ByteCursor in) throws JpxFault {
        int c = in.u8();
        if (c >= size.components()) {
            throw JpxFault.damaged("a component that there is not");
        }
        return c;
    }

    private void readProgressions(ByteCursor in) throws JpxFault {
        while (in.left() >= 7) {
            progressions.add(Progression.read(in, false));
        }
        if (progressions.size() > MOST_PROGRESSIONS) {
            throw JpxFault.unsupported("with more than %d changes of the packets' order".formatted(MOST_PROGRESSIONS));
        }
    }

    CodingStyle style() throws JpxFault {
        if (style != null) {
            return style;
        }
        if (main == null) {
            throw JpxFault.damaged("no coding style");
        }
        return main.style();
    }

    CodingStyle style(int c) throws JpxFault {
        CodingStyle own = styles[c] != null ? styles[c] : style;
        if (own != null) {
            return own;
        }
        if (main == null) {
            throw JpxFault.damaged("no coding style");
        }
        return main.style(c);
    }

    Quantization steps(int c) throws JpxFault {
        Quantization own = steps[c] != null ? steps[c] : step;
        if (own != null) {
            return own;
        }
        if (main == null) {
            throw JpxFault.damaged("no quantization");
        }
        return main.steps(c);
    }

    /** In turn. */
    List<Progression> progressions() throws JpxFault {
        if (!progressions.isEmpty()) {
            return progressions;
        }
        if (main != null && !main.progressions.isEmpty()) {
            return main.progressions;
        }
        return List.of(new Progression(style().progression(), 0, 0, Integer.MAX_VALUE, 33, 256));
    }
}
