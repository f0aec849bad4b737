package io.belvedere.server.document.pdf.jpx;

import java.util.List;

/** The code-blocks of a part of a resolution, whose packets there are one of in each layer (T.800, B.6). */
final class Precinct {
    final int component;
    final int resolution;
    final int index;

    /** On the reference grid, where the progressions by position come upon it. */
    final long x;

    final long y;
    final List<Blocks> bands;

    /** The first whose packet has not been read. */
    int layer;

    Precinct(int component, int resolution, int index, long x, long y, List<Blocks> bands) {
        this.component = component;
        this.resolution = resolution;
        this.index = index;
        this.x = x;
        this.y = y;
        this.bands = bands;
    }

    /** Of one band, row by row, and the trees that tell of them. */
    record Blocks(Band band, int across, CodeBlock[] blocks, TagTree inclusion, TagTree zeroPlanes) {
        static Blocks of(Band band, Area part, int widthBits, int heightBits) {
            if (part.isEmpty()) {
                return new Blocks(band, 0, new CodeBlock[0], new TagTree(0, 0), new TagTree(0, 0));
            }
            int left = part.x0() >> widthBits;
            int top = part.y0() >> heightBits;
            int across = ((part.x1() - 1) >> widthBits) - left + 1;
            int down = ((part.y1() - 1) >> heightBits) - top + 1;
            CodeBlock[] blocks = new CodeBlock[across * down];
            for (int i = 0; i < blocks.length; i++) {
                long x = (long) (left + i % across) << widthBits;
                long y = (long) (top + i / across) << heightBits;
                blocks[i] = new CodeBlock(part.within(x, y, x + (1L << widthBits), y + (1L << heightBits)));
            }
            return new Blocks(band, across, blocks, new TagTree(across, down), new TagTree(across, down));
        }
    }
}
