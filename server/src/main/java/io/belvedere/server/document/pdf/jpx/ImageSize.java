package io.belvedere.server.document.pdf.jpx;

/**
 * The SIZ marker segment (T.800, A.5.1): the picture's area, its tiles' and its components', on the reference grid.
 *
 * @param depths bits of each component, 1 to 16, unsigned
 * @param dx of each component: its samples are so far apart
 */
record ImageSize(
        int x0,
        int y0,
        int x1,
        int y1,
        int tileWidth,
        int tileHeight,
        int tileX0,
        int tileY0,
        int[] depths,
        int[] dx,
        int[] dy) {
    private static final int MOST_COMPONENTS = 5;
    /** Of an array on every JVM. */
    private static final long MOST_SAMPLES = Integer.MAX_VALUE - 8;

    /** At least taken by a component's samples: its plane, what it comes to, and a tile's coefficients. */
    private static final long BYTES_PER_SAMPLE = 3;

    private static final long BYTES_PER_TILE_SAMPLE = 5;

    static ImageSize read(ByteCursor in) throws JpxFault {
        if ((in.u16() & 0x8000) != 0) {
            throw JpxFault.unsupported("with extensions of its Part 2");
        }
        int x1 = coordinate(in);
        int y1 = coordinate(in);
        int x0 = coordinate(in);
        int y0 = coordinate(in);
        int tileWidth = (int) Math.min(in.u32(), Integer.MAX_VALUE);
        int tileHeight = (int) Math.min(in.u32(), Integer.MAX_VALUE);
        int tileX0 = coordinate(in);
        int tileY0 = coordinate(in);
        int components = in.u16();
        if (components > MOST_COMPONENTS) {
            throw JpxFault.unsupported("with %d components, more than %d".formatted(components, MOST_COMPONENTS));
        }
        int[] depths = new int[components];
        int[] dx = new int[components];
        int[] dy = new int[components];
        for (int c = 0; c < components; c++) {
            int depth = in.u8();
            depths[c] = (depth & 0x7F) + 1;
            dx[c] = in.u8();
            dy[c] = in.u8();
            if (depth > 0x7F) {
                throw JpxFault.unsupported("with signed samples");
            }
            if (depths[c] > 16) {
                throw JpxFault.unsupported("with %d bits a sample".formatted(depths[c]));
            }
            if (dx[c] == 0 || dy[c] == 0) {
                throw JpxFault.damaged("components without samples");
            }
        }
        ImageSize size = new ImageSize(x0, y0, x1, y1, tileWidth, tileHeight, tileX0, tileY0, depths, dx, dy);
        size.check();
        return size;
    }

    private static int coordinate(ByteCursor in) throws JpxFault {
        long value = in.u32();
        if (value > Integer.MAX_VALUE) {
            throw JpxFault.damaged("a place beyond all pictures");
        }
        return (int) value;
    }

    private void check() throws JpxFault {
        long width = (long) x1 - x0;
        long height = (long) y1 - y0;
        boolean placed =
                tileX0 <= x0 && tileY0 <= y0 && (long) tileX0 + tileWidth > x0 && (long) tileY0 + tileHeight > y0;
        if (width < 1 || height < 1 || depths.length < 1 || tileWidth < 1 || tileHeight < 1 || !placed) {
            throw JpxFault.damaged("no area");
        }
        requireMemory(width, height);
        if ((long) tilesAcross() * tilesDown() > 65_535) {
            throw JpxFault.damaged("more tiles than can be numbered");
        }
        for (int c = 0; c < components(); c++) {
            if (width(c) < 1 || height(c) < 1) {
                throw JpxFault.damaged("components without samples");
            }
        }
    }

    /** Before any is taken. */
    private void requireMemory(long width, long height) throws JpxFault {
        double samples = 0;
        double tile = 0;
        for (int c = 0; c < components(); c++) {
            double across = Math.min(width(c), Math.ceilDiv(tileWidth, dx[c]));
            double down = Math.min(height(c), Math.ceilDiv(tileHeight, dy[c]));
            samples += (double) width(c) * height(c);
            tile = Math.max(tile, across * down);
        }
        long memory = Runtime.getRuntime().maxMemory();
        if (samples > MOST_SAMPLES || BYTES_PER_SAMPLE * samples + BYTES_PER_TILE_SAMPLE * tile > memory) {
            throw JpxFault.unsupported("with %d x %d pixels, which take more memory than the %d MiB that there are"
                    .formatted(width, height, memory >> 20));
        }
    }

    /** The number of samples as an array's. */
    int requireArray(long samples) throws JpxFault {
        if (samples > MOST_SAMPLES) {
            throw JpxFault.unsupported("with %d samples, more than %d".formatted(samples, MOST_SAMPLES));
        }
        return (int) samples;
    }

    int components() {
        return depths.length;
    }

    int tilesAcross() {
        return (int) Math.ceilDiv((long) x1 - tileX0, tileWidth);
    }

    int tilesDown() {
        return (int) Math.ceilDiv((long) y1 - tileY0, tileHeight);
    }

    int tiles() {
        return tilesAcross() * tilesDown();
    }

    /** Left, top, right and bottom of a tile (T.800, B.3). */
    Area tile(int tile) {
        long left = tileX0 + (long) (tile % tilesAcross()) * tileWidth;
        long top = tileY0 + (long) (tile / tilesAcross()) * tileHeight;
        return new Area((int) Math.max(left, x0), (int) Math.max(top, y0), (int) Math.min(left + tileWidth, x1), (int)
                Math.min(top + tileHeight, y1));
    }

    /** Of the samples of a component. */
    Area component(int c) {
        return new Area(x0, y0, x1, y1).dividedBy(dx[c], dy[c]);
    }

    int width(int c) {
        return component(c).width();
    }

    int height(int c) {
        return component(c).height();
    }
}
