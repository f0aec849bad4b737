package io.belvedere.compute.cpu.assembled;

import static io.belvedere.compute.cpu.assembled.QuantizedTile.HALF;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.LOW_BITS;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.SCALE;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.WEIGHT;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.quant.Q4_0;
import java.util.List;

/** {@code [16 scales][4 words of each output]}: low nibbles are inputs 0 to 15, high ones 16 to 31. */
final class Q4Panel implements PanelFormat {
    private static final int OFFSET = 3; // log2 of 8
    private static final int QUANTS = 32;
    private static final int WORDS = 4;
    private static final int LINE = Field.line(Integer.BYTES);

    @Override
    public DType type() {
        return DType.Q4_0;
    }

    @Override
    public int panelBytes() {
        return QUANTS + WORDS * LINE;
    }

    @Override
    public List<Field> fields() {
        return List.of(Field.half(Q4_0.D, 0), Field.words(Q4_0.QUANTS, WORDS, QUANTS));
    }

    @Override
    public void constants(Assembler code) {
        code.mov(Gpr.RAX, 0x0F0F0F0F);
        code.vpbroadcastd(LOW_BITS, Gpr.RAX);
    }

    @Override
    public void block(QuantizedTile tile) {
        Assembler code = tile.code;
        code.vcvtph2ps(SCALE, tile.weights(0));
        tile.begin(0, 0, OFFSET, PackedBytes.Sum.ALL);
        for (int step = 0; step < WORDS; step++) {
            code.vmovups(HALF, tile.weights(QUANTS + LINE * step));
            tile.nibbles(HALF, false);
            tile.multiply(0, WEIGHT, 0, step);
            tile.nibbles(HALF, true);
            tile.multiply(0, WEIGHT, 0, step + WORDS);
        }
        tile.end(0, 0, SCALE, null);
    }
}
