package io.belvedere.server.document.pdf.jpx;

import java.util.ArrayList;
import java.util.List;

/** One component of a tile: its resolutions, bands, precincts and code-blocks (T.800, B.5 to B.7). */
final class TileComponent {
    /** Precincts and code-blocks of a tile; a block for every 16 pixels of the largest picture is as many. */
    private static final long MOST_PARTS = 3_000_000;

    final Area area;
    final CodingStyle style;
    final List<Resolution> resolutions = new ArrayList<>();

    /** One of them, from 0 for the lowest, with its precincts row by row. */
    record Resolution(int number, Area area, List<Band> bands, List<Precinct> precincts) {}

    private final ImageSize size;
    private final int number;
    private final Area tile;

    TileComponent(ImageSize size, int number, Area tile, CodingStyle style, Quantization steps) throws JpxFault {
        this.size = size;
        this.number = number;
        this.tile = tile;
        this.area = tile.dividedBy(size.dx()[number], size.dy()[number]);
        this.style = style;
        if (style.reversible() != steps.none()) {
            throw JpxFault.unsupported("with a wavelet and a quantization that don't belong together");
        }
        long parts = 0;
        for (int r = 0; r <= style.levels(); r++) {
            Area whole = area.halved(style.levels() - r);
            List<Band> bands = whole.isEmpty() ? List.of() : bands(r, steps);
            parts += parts(whole, r);
            if (parts > MOST_PARTS) {
                throw JpxFault.unsupported("with more than %d blocks in a tile".formatted(MOST_PARTS));
            }
            resolutions.add(new Resolution(r, whole, bands, precincts(whole, r, bands)));
        }
    }

    private List<Band> bands(int r, Quantization steps) throws JpxFault {
        if (r == 0) {
            return List.of(band(style.levels(), 0, 0, 0, 0, steps));
        }
        int level = style.levels() - r + 1;
        int first = 3 * r - 2;
        return List.of(
                band(level, 1, 0, first, r - 1, steps),
                band(level, 0, 1, first + 1, r - 1, steps),
                band(level, 1, 1, first + 2, r - 1, steps));
    }

    private Band band(int level, int xo, int yo, int index, int above, Quantization steps) throws JpxFault {
        int depth = size.depths()[number] + xo + yo;
        return new Band(area.band(level, xo, yo), xo, yo, steps.planes(index, above), steps.step(index, above, depth));
    }

    /** Before there is memory for them. */
    private long parts(Area whole, int r) {
        if (whole.isEmpty()) {
            return 0;
        }
        int[] bits = style.precincts()[r];
        int halving = r == 0 ? 0 : 1;
        int blockWidth = Math.min(style.blockWidth(), bits[0] - halving);
        int blockHeight = Math.min(style.blockHeight(), bits[1] - halving);
        long precincts = (((long) whole.width() >> bits[0]) + 2) * (((long) whole.height() >> bits[1]) + 2);
        long blocks = (((long) whole.width() >> blockWidth) + 2) * (((long) whole.height() >> blockHeight) + 2);
        return precincts + blocks;
    }

    private List<Precinct> precincts(Area whole, int r, List<Band> bands) {
        List<Precinct> precincts = new ArrayList<>();
        if (whole.isEmpty()) {
            return precincts;
        }
        int[] bits = style.precincts()[r];
        int left = whole.x0() >> bits[0];
        int right = (whole.x1() - 1) >> bits[0];
        int top = whole.y0() >> bits[1];
        int bottom = (whole.y1() - 1) >> bits[1];
        int halving = r == 0 ? 0 : 1;
        int width = bits[0] - halving;
        int height = bits[1] - halving;
        int up = style.levels() - r;
        for (int py = top; py <= bottom; py++) {
            for (int px = left; px <= right; px++) {
                List<Precinct.Blocks> blocks = new ArrayList<>();
                for (Band band : bands) {
                    Area part = band.area()
                            .within((long) px << width, (long) py << height, (px + 1L) << width, (py + 1L) << height);
                    blocks.add(Precinct.Blocks.of(
                            band, part, Math.min(style.blockWidth(), width), Math.min(style.blockHeight(), height)));
                }
                long x = ((long) px << bits[0]) < whole.x0() ? tile.x0() : onGrid(px, bits[0] + up, size.dx()[number]);
                long y = ((long) py << bits[1]) < whole.y0() ? tile.y0() : onGrid(py, bits[1] + up, size.dy()[number]);
                precincts.add(new Precinct(number, r, precincts.size(), x, y, blocks));
            }
        }
        return precincts;
    }

    private static long onGrid(int at, int shift, int apart) {
        return at == 0 ? 0 : ((long) at << shift) * apart;
    }
}
