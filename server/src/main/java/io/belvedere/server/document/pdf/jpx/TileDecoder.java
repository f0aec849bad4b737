package io.belvedere.server.document.pdf.jpx;

import java.util.ArrayList;
import java.util.List;

/** A tile's packets to samples, which are put into the planes of the whole picture. */
final class TileDecoder {
    /** Of all tiles: blocks, once for each layer, that packets tell of. Fifty megapixels in 50 layers have a tenth. */
    private static final long MOST_VISITS = 100_000_000;

    private final ImageSize size;
    private final CodeBlockDecoder decoder = new CodeBlockDecoder();
    private long visits;

    TileDecoder(ImageSize size) {
        this.size = size;
    }

    /** {@code planes} by component, row by row, of the component's own depth. */
    void decode(int number, TileHeader header, byte[] data, short[][] planes) throws JpxFault {
        Area tile = size.tile(number);
        CodingStyle common = header.style();
        requirePackets(tile, header, data.length);
        List<TileComponent> components = new ArrayList<>();
        List<Precinct> precincts = new ArrayList<>();
        for (int c = 0; c < size.components(); c++) {
            TileComponent component = new TileComponent(size, c, tile, header.style(c), header.steps(c));
            components.add(component);
            component.resolutions.forEach(resolution -> precincts.addAll(resolution.precincts()));
        }
        requireFewVisits(precincts, common.layers());
        PacketReader packets = new PacketReader(new ByteCursor(data, 0, data.length));
        for (Progression progression : header.progressions()) {
            progression.visit(precincts, common.layers(), (precinct, layer) -> {
                int style = components.get(precinct.component).style.blockStyle();
                packets.read(precinct, layer, style);
            });
        }
        for (Precinct precinct : precincts) {
            if (precinct.layer < common.layers()) {
                throw JpxFault.damaged("packets that are missing");
            }
        }
        if (common.mixed()) {
            mixed(components, data, planes);
        }
        for (int c = common.mixed() ? 3 : 0; c < components.size(); c++) {
            TileComponent component = components.get(c);
            Coefficients coefficients = new Coefficients(component, data, decoder);
            put(c, component.area, ints(component, coefficients), planes);
        }
    }

    /** Each takes a byte at least. Before there is memory for them. */
    private void requirePackets(Area tile, TileHeader header, int bytes) throws JpxFault {
        long precincts = 0;
        for (int c = 0; c < size.components(); c++) {
            Area area = tile.dividedBy(size.dx()[c], size.dy()[c]);
            precincts += header.style(c).precincts(area);
        }
        if (precincts * header.style().layers() > bytes) {
            throw JpxFault.damaged("packets that are missing");
        }
    }

    private void requireFewVisits(List<Precinct> precincts, int layers) throws JpxFault {
        for (Precinct precinct : precincts) {
            for (Precinct.Blocks blocks : precinct.bands) {
                visits += (long) layers * blocks.blocks().length;
            }
        }
        if (visits > MOST_VISITS) {
            throw JpxFault.unsupported("with more than %d blocks in all its layers".formatted(MOST_VISITS));
        }
    }

    private static int[] ints(TileComponent component, Coefficients coefficients) throws JpxFault {
        return component.style.reversible()
                ? coefficients.reversible()
                : ColorTransform.rounded(coefficients.irreversible());
    }

    private void mixed(List<TileComponent> components, byte[] data, short[][] planes) throws JpxFault {
        if (components.size() < 3) {
            throw JpxFault.damaged("a colour transform of fewer than three components");
        }
        TileComponent first = components.getFirst();
        List<Coefficients> three = new ArrayList<>();
        for (TileComponent component : components.subList(0, 3)) {
            if (!component.area.equals(first.area) || component.style.reversible() != first.style.reversible()) {
                throw JpxFault.damaged("a colour transform of components that differ");
            }
            three.add(new Coefficients(component, data, decoder));
        }
        int[][] colors = new int[3][];
        if (first.style.reversible()) {
            for (int c = 0; c < 3; c++) {
                colors[c] = three.get(c).reversible();
            }
            ColorTransform.reversible(colors);
        } else {
            float[][] exact = new float[3][];
            for (int c = 0; c < 3; c++) {
                exact[c] = three.get(c).irreversible();
            }
            ColorTransform.irreversible(exact);
            for (int c = 0; c < 3; c++) {
                colors[c] = ColorTransform.rounded(exact[c]);
            }
        }
        for (int c = 0; c < 3; c++) {
            put(c, first.area, colors[c], planes);
        }
    }

    /** With the level shift of T.800, G.1. */
    private void put(int c, Area area, int[] samples, short[][] planes) {
        Area whole = size.component(c);
        int depth = size.depths()[c];
        int shift = 1 << (depth - 1);
        int from = 0;
        for (int y = area.y0(); y < area.y1(); y++) {
            int to = (y - whole.y0()) * whole.width() - whole.x0();
            for (int x = area.x0(); x < area.x1(); x++) {
                planes[c][to + x] = (short) Samples.clamped(samples[from++] + shift, depth);
            }
        }
    }
}
