package io.belvedere.compute.cpu.assembled;

import static io.belvedere.compute.cpu.assembled.QuantizedTile.SCALE;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.WEIGHT;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.quant.Q8_0;
import java.util.List;

/** {@code [16 scales][8 words of each output]}, the bytes moved up by 128. */
final class Q8Panel implements PanelFormat {
    private static final int OFFSET = 7; // log2 of 128
    private static final int QUANTS = 32;
    private static final int WORDS = 8;
    private static final int LINE = Field.line(Integer.BYTES);

    @Override
    public DType type() {
        return DType.Q8_0;
    }

    @Override
    public int panelBytes() {
        return QUANTS + WORDS * LINE;
    }

    @Override
    public List<Field> fields() {
        Field quants = new Field(Integer.BYTES, Q8_0.QUANTS, WORDS, QUANTS, LINE, 0x80808080);
        return List.of(Field.half(Q8_0.D, 0), quants);
    }

    @Override
    public void constants(Assembler code) {}

    @Override
    public void block(QuantizedTile tile) {
        tile.code.vcvtph2ps(SCALE, tile.weights(0));
        tile.begin(0, 0, OFFSET, PackedBytes.Sum.ALL);
        for (int step = 0; step < WORDS; step++) {
            tile.code.vmovups(WEIGHT, tile.weights(QUANTS + LINE * step));
            tile.multiply(0, WEIGHT, 0, step);
        }
        tile.end(0, 0, SCALE, null);
    }
}
