package io.belvedere.server.document.pdf.jpx;

import java.util.ArrayList;
import java.util.List;

/** The packets of a tile (T.800, B.9 and B.10): which passes of which code-blocks they hold, and where. */
final class PacketReader {
    private static final int START_OF_PACKET = 0xFF91;
    private static final int END_OF_HEADER = 0xFF92;
    private static final int MOST_LENGTH_BITS = 31;

    private final ByteCursor in;

    /** Bytes of a block's segment, which follow the header. */
    private record Piece(CodeBlock block, int segment, int length) {}

    PacketReader(ByteCursor in) {
        this.in = in;
    }

    void read(Precinct precinct, int layer, int style) throws JpxFault {
        if (in.isAt(START_OF_PACKET)) {
            in.skip(6);
        }
        List<Piece> pieces = new ArrayList<>();
        HeaderBits bits = new HeaderBits(in);
        if (bits.next() == 1) {
            for (Precinct.Blocks blocks : precinct.bands) {
                for (int i = 0; i < blocks.blocks().length; i++) {
                    readBlock(blocks, i, layer, style, bits, pieces);
                }
            }
        }
        bits.align();
        if (in.isAt(END_OF_HEADER)) {
            in.skip(2);
        }
        for (Piece piece : pieces) {
            in.require(piece.length());
            piece.block().add(piece.segment(), in.at, piece.length());
            in.skip(piece.length());
        }
    }

    private static void readBlock(
            Precinct.Blocks blocks, int index, int layer, int style, HeaderBits bits, List<Piece> pieces)
            throws JpxFault {
        CodeBlock block = blocks.blocks()[index];
        int x = index % blocks.across();
        int y = index / blocks.across();
        if (block.included) {
            if (bits.next() == 0) {
                return;
            }
        } else {
            if (!blocks.inclusion().isBelow(x, y, layer + 1, bits)) {
                return;
            }
            block.included = true;
            int planes = 1;
            while (!blocks.zeroPlanes().isBelow(x, y, planes, bits)) {
                if (planes++ == blocks.band().planes()) {
                    throw JpxFault.damaged("blocks without bit planes");
                }
            }
            block.zeroPlanes = planes - 1;
        }
        int passes = passes(bits);
        while (bits.next() == 1) {
            block.lengthBits++;
        }
        while (passes > 0) {
            int taken = Math.min(passes, block.room(style));
            int width = block.lengthBits + 31 - Integer.numberOfLeadingZeros(taken);
            if (width > MOST_LENGTH_BITS) {
                throw JpxFault.damaged("packets of an impossible length");
            }
            int length = bits.next(width);
            pieces.add(new Piece(block, block.take(taken), length));
            passes -= taken;
        }
    }

    /** Table B.4. */
    private static int passes(HeaderBits bits) throws JpxFault {
        if (bits.next() == 0) {
            return 1;
        }
        if (bits.next() == 0) {
            return 2;
        }
        int few = bits.next(2);
        if (few < 3) {
            return 3 + few;
        }
        int more = bits.next(5);
        return more < 31 ? 6 + more : 37 + bits.next(7);
    }
}
