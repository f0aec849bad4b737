package io.belvedere.server.document.pdf.jpx;

import java.util.Comparator;
import java.util.List;

/**
 * A part of a tile's packets and their order (T.800, A.6.6 and B.12). The ends are not part of it.
 *
 * @param kind 0 layer, resolution, component, position; 1 resolution, layer, component, position; 2 resolution,
 *     position, component, layer; 3 position, component, resolution, layer; 4 component, position, resolution, layer
 */
record Progression(
        int kind, int firstResolution, int firstComponent, int endLayer, int endResolution, int endComponent) {
    private static final Comparator<Precinct> BY_POSITION =
            Comparator.<Precinct>comparingLong(p -> p.y).thenComparingLong(p -> p.x);

    /** What is done with each packet. */
    interface Visitor {
        void visit(Precinct precinct, int layer) throws JpxFault;
    }

    static Progression read(ByteCursor in, boolean wide) throws JpxFault {
        int firstResolution = in.u8();
        int firstComponent = wide ? in.u16() : in.u8();
        int endLayer = in.u16();
        int endResolution = in.u8();
        int endComponent = wide ? in.u16() : in.u8();
        int kind = in.u8();
        if (kind > 4) {
            throw JpxFault.damaged("an order of packets that there is not");
        }
        int end = endComponent == 0 ? 256 : endComponent;
        return new Progression(kind, firstResolution, firstComponent, endLayer, endResolution, end);
    }

    private Comparator<Precinct> order() {
        return switch (kind) {
            case 0, 1 ->
                Comparator.<Precinct>comparingInt(p -> p.resolution)
                        .thenComparingInt(p -> p.component)
                        .thenComparingInt(p -> p.index);
            case 2 ->
                Comparator.<Precinct>comparingInt(p -> p.resolution)
                        .thenComparing(BY_POSITION)
                        .thenComparingInt(p -> p.component)
                        .thenComparingInt(p -> p.index);
            case 3 ->
                BY_POSITION
                        .thenComparingInt(p -> p.component)
                        .thenComparingInt(p -> p.resolution)
                        .thenComparingInt(p -> p.index);
            default ->
                Comparator.<Precinct>comparingInt(p -> p.component)
                        .thenComparing(BY_POSITION)
                        .thenComparingInt(p -> p.resolution)
                        .thenComparingInt(p -> p.index);
        };
    }

    /** Packets that were visited before are left out. */
    void visit(List<Precinct> all, int layers, Visitor visitor) throws JpxFault {
        List<Precinct> precincts = all.stream()
                .filter(p -> p.resolution >= firstResolution && p.resolution < endResolution)
                .filter(p -> p.component >= firstComponent && p.component < endComponent)
                .sorted(order())
                .toList();
        int end = Math.min(endLayer, layers);
        int from = 0;
        while (from < precincts.size()) {
            int to = groupEnd(precincts, from);
            for (int layer = 0; layer < end; layer++) {
                for (int i = from; i < to; i++) {
                    Precinct precinct = precincts.get(i);
                    if (precinct.layer == layer) {
                        precinct.layer++;
                        visitor.visit(precinct, layer);
                    }
                }
            }
            from = to;
        }
    }

    /** Of the precincts within which layers are the outer loop. */
    private int groupEnd(List<Precinct> precincts, int from) {
        if (kind == 0) {
            return precincts.size();
        }
        int to = from + 1;
        while (kind == 1 && to < precincts.size() && precincts.get(to).resolution == precincts.get(from).resolution) {
            to++;
        }
        return to;
    }
}
