package io.belvedere.server.document.pdf.jpx;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A codestream (T.800, Annex A): its main header, and its tiles' headers and data, gathered from their parts. */
final class CodestreamReader {
    private static final int START = 0xFF4F;
    private static final int SIZE = 0xFF51;
    private static final int TILE_PART = 0xFF90;
    private static final int DATA = 0xFF93;
    private static final int END = 0xFFD9;
    private static final int TILE_PART_BYTES = 12;

    private final ByteCursor in;
    private final ImageSize size;
    private final TileHeader main;
    private final @Nullable TilePart[] tiles;

    /** What has been read of a tile. */
    private static final class TilePart {
        final TileHeader header;
        final List<ByteCursor> data = new ArrayList<>();

        TilePart(TileHeader header) {
            this.header = header;
        }

        byte[] bytes() {
            int length = 0;
            for (ByteCursor part : data) {
                length += part.left();
            }
            byte[] bytes = new byte[length];
            int to = 0;
            for (ByteCursor part : data) {
                System.arraycopy(part.data, part.at, bytes, to, part.left());
                to += part.left();
            }
            return bytes;
        }
    }

    CodestreamReader(ByteCursor in) throws JpxFault {
        this.in = in;
        if (in.u16() != START || in.u16() != SIZE) {
            throw JpxFault.damaged("no start");
        }
        size = ImageSize.read(segment(in));
        main = new TileHeader(size, null);
        tiles = new @Nullable TilePart[size.tiles()];
    }

    ImageSize size() {
        return size;
    }

    private static ByteCursor segment(ByteCursor in) throws JpxFault {
        return in.part(in.u16() - 2L);
    }

    /** By component: samples row by row, of the component's depth. */
    short[][] decode() throws JpxFault {
        readHeader(main, in, TILE_PART);
        in.at -= 2;
        readTileParts();
        for (TilePart tile : tiles) {
            if (tile == null) {
                throw JpxFault.damaged("tiles that are missing");
            }
        }
        short[][] planes = new short[size.components()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = new short[size.width(c) * size.height(c)];
        }
        TileDecoder decoder = new TileDecoder(size);
        for (int i = 0; i < tiles.length; i++) {
            TilePart tile = tiles[i];
            if (tile != null) {
                decoder.decode(i, tile.header, tile.bytes(), planes);
            }
        }
        return planes;
    }

    private static void readHeader(TileHeader header, ByteCursor in, int end) throws JpxFault {
        for (int marker = in.u16(); marker != end; marker = in.u16()) {
            if (marker < 0xFF01 || marker == END || marker == TILE_PART || marker == DATA) {
                throw JpxFault.damaged("a header that is none");
            }
            if (marker < 0xFF30 || marker > 0xFF3F) {
                header.read(marker, segment(in));
            }
        }
    }

    /** Up to the end marker or the end of the data. */
    private void readTileParts() throws JpxFault {
        while (in.left() > 0 && !in.isAt(END)) {
            int start = in.at;
            if (in.u16() != TILE_PART || in.u16() != 10) {
                throw JpxFault.damaged("something else where a tile should be");
            }
            int number = in.u16();
            long length = in.u32();
            in.skip(2);
            if (number >= tiles.length) {
                throw JpxFault.damaged("a tile that there is not");
            }
            long rest = length == 0 ? in.left() : length - TILE_PART_BYTES;
            ByteCursor part = in.part(rest);
            if (length == 0 && part.left() >= 2 && new ByteCursor(part.data, part.end - 2, part.end).isAt(END)) {
                part = new ByteCursor(part.data, start + TILE_PART_BYTES, part.end - 2);
            }
            TilePart tile = tiles[number];
            if (tile == null) {
                tile = new TilePart(new TileHeader(size, main));
                tiles[number] = tile;
            }
            readHeader(tile.header, part, DATA);
            tile.data.add(part);
        }
    }
}
