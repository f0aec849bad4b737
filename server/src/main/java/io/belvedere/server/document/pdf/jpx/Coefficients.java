package io.belvedere.server.document.pdf.jpx;

/**
 * A component's resolutions from the lowest up: its code-blocks decoded and put together by the inverse wavelet
 * transform (T.800, Annex F).
 */
final class Coefficients {
    private final TileComponent component;
    private final byte[] tile;
    private final CodeBlockDecoder decoder;

    Coefficients(TileComponent component, byte[] tile, CodeBlockDecoder decoder) {
        this.component = component;
        this.tile = tile;
        this.decoder = decoder;
    }

    /** By the 5/3 wavelet: the samples, row by row. */
    int[] reversible() throws JpxFault {
        int[] below = {};
        Area belowArea = component.area;
        for (TileComponent.Resolution resolution : component.resolutions) {
            Area area = resolution.area();
            int[] all = new int[area.width() * area.height()];
            boolean lowest = resolution.number() == 0;
            blocks(resolution, lowest, (at, twice, negative, _) -> all[at] = negative ? -(twice >> 1) : twice >> 1);
            if (!lowest) {
                int from = 0;
                for (int y = belowArea.y0(); y < belowArea.y1(); y++) {
                    int to = (2 * y - area.y0()) * area.width() - area.x0();
                    for (int x = belowArea.x0(); x < belowArea.x1(); x++) {
                        all[to + 2 * x] = below[from++];
                    }
                }
                ReversibleWavelet.invert(all, area);
            }
            below = all;
            belowArea = area;
        }
        return below;
    }

    /** By the 9/7 wavelet. */
    float[] irreversible() throws JpxFault {
        float[] below = {};
        Area belowArea = component.area;
        for (TileComponent.Resolution resolution : component.resolutions) {
            Area area = resolution.area();
            float[] all = new float[area.width() * area.height()];
            boolean lowest = resolution.number() == 0;
            blocks(
                    resolution,
                    lowest,
                    (at, twice, negative, half) -> all[at] = negative ? -twice * half : twice * half);
            if (!lowest) {
                int from = 0;
                for (int y = belowArea.y0(); y < belowArea.y1(); y++) {
                    int to = (2 * y - area.y0()) * area.width() - area.x0();
                    for (int x = belowArea.x0(); x < belowArea.x1(); x++) {
                        all[to + 2 * x] = below[from++];
                    }
                }
                IrreversibleWavelet.invert(all, area);
            }
            below = all;
            belowArea = area;
        }
        return below;
    }

    /** Takes a coefficient: its place, twice its magnitude, its sign and half of the band's step. */
    private interface Sink {
        void put(int at, int twice, boolean negative, float half);
    }

    private void blocks(TileComponent.Resolution resolution, boolean lowest, Sink sink) throws JpxFault {
        for (Precinct precinct : resolution.precincts()) {
            for (Precinct.Blocks blocks : precinct.bands) {
                for (CodeBlock block : blocks.blocks()) {
                    if (block.passes > 0) {
                        Band band = blocks.band();
                        decoder.decode(block, band.contexts(), band.planes(), component.style.blockStyle(), tile);
                        put(block.area, band, resolution.area(), lowest ? 1 : 2, sink);
                    }
                }
            }
        }
    }

    /** Bands lie interleaved in their resolution. */
    private void put(Area block, Band band, Area whole, int apart, Sink sink) {
        float half = band.step() / 2;
        for (int y = 0; y < block.height(); y++) {
            int row = (apart * (block.y0() + y) + band.yo() - whole.y0()) * whole.width();
            int at = row + apart * block.x0() + band.xo() - whole.x0();
            for (int x = 0; x < block.width(); x++) {
                int twice = decoder.magnitude(x, y);
                if (twice != 0) {
                    sink.put(at + apart * x, twice, decoder.isNegative(x, y), half);
                }
            }
        }
    }
}
