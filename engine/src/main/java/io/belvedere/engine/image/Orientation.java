package io.belvedere.engine.image;

/** How a stored picture is turned to be seen upright: the EXIF orientation tag (values 1 to 8, in this order). */
public enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    HALF_TURN(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    QUARTER_TURN_RIGHT(true, false, true),
    TRANSVERSED(true, true, true),
    QUARTER_TURN_LEFT(true, true, false);

    private final boolean swapsSides;
    private final boolean reversesColumns;
    private final boolean reversesRows;

    /** First the stored rows and columns are reversed, then they change places. */
    Orientation(boolean swapsSides, boolean reversesColumns, boolean reversesRows) {
        this.swapsSides = swapsSides;
        this.reversesColumns = reversesColumns;
        this.reversesRows = reversesRows;
    }

    /** The orientation of an EXIF tag; any value that EXIF doesn't define counts as upright. */
    static Orientation of(int tag) {
        return tag >= 1 && tag <= 8 ? values()[tag - 1] : UPRIGHT;
    }

    ImageSize apply(ImageSize stored) {
        int width = swapsSides ? stored.height() : stored.width();
        int height = swapsSides ? stored.width() : stored.height();
        return new ImageSize(width, height);
    }

    Rgb apply(Rgb stored) {
        return apply(stored, DecodingWatch.NONE);
    }

    /** The picture upright; the same object if it is already. */
    Rgb apply(Rgb stored, DecodingWatch watch) {
        if (this == UPRIGHT) {
            return stored;
        }
        ImageSize size = apply(stored.size());
        byte[] from = stored.samples();
        byte[] to = new byte[from.length];
        for (int y = 0, target = 0; y < size.height(); y++) {
            watch.goOn();
            for (int x = 0; x < size.width(); x++, target += 3) {
                int column = swapsSides ? y : x;
                int row = swapsSides ? x : y;
                column = reversesColumns ? stored.width() - 1 - column : column;
                row = reversesRows ? stored.height() - 1 - row : row;
                int source = 3 * (row * stored.width() + column);
                to[target] = from[source];
                to[target + 1] = from[source + 1];
                to[target + 2] = from[source + 2];
            }
        }
        return new Rgb(size.width(), size.height(), to);
    }
}
