package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.system.NativeFunction;
import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.cpu.x86.Label;
import java.lang.foreign.Arena;
import java.util.List;

/** Lays a stored row into a panel: copies the fields of every block to the row's place among the panel's outputs. */
final class RowSpreader {
    private static final Gpr ROW = Gpr.RDI;
    private static final Gpr BLOCKS = Gpr.RSI;

    /** Where the row's elements go, by their size. */
    private static final Gpr WORDS = Gpr.RDX, HALVES = Gpr.RCX, BYTES = Gpr.R8;

    private final NativeFunction function;

    /**
     * @param blockBytes of a stored block
     * @param panelBytes of a panel's block
     * @param arena holds the code
     */
    RowSpreader(List<Field> fields, int blockBytes, int panelBytes, Arena arena) {
        this.function = new NativeFunction(assemble(fields, blockBytes, panelBytes), arena);
    }

    private static byte[] assemble(List<Field> fields, int blockBytes, int panelBytes) {
        Assembler code = new Assembler();
        Label next = code.label();
        for (Field field : fields) {
            for (int i = 0; i < field.count(); i++) {
                copy(code, field, i);
            }
        }
        code.add(ROW, blockBytes);
        code.add(WORDS, panelBytes);
        code.add(HALVES, panelBytes);
        code.add(BYTES, panelBytes);
        code.loop(BLOCKS, next);
        code.ret();
        return code.toByteArray();
    }

    private static void copy(Assembler code, Field field, int i) {
        int from = field.from() + i * field.bytes();
        int to = field.to() + i * field.apart();
        switch (field.bytes()) {
            case 1 -> {
                code.movzxByte(Gpr.RAX, ROW.at(from));
                code.movByte(BYTES.at(to), Gpr.RAX);
            }
            case 2 -> {
                code.movzxWord(Gpr.RAX, ROW.at(from));
                code.movWord(HALVES.at(to), Gpr.RAX);
            }
            case 4 -> {
                code.movDword(Gpr.RAX, ROW.at(from));
                if (field.flipped() != 0) {
                    code.xor(Gpr.RAX, field.flipped());
                }
                code.movDword(WORDS.at(to), Gpr.RAX);
            }
            default -> throw new IllegalArgumentException("elements have 1, 2 or 4 bytes: " + field);
        }
    }

    /**
     * Copies one row.
     *
     * @param row address of its first block
     * @param blocks at least 1
     * @param panel address of the panel's first block
     * @param output place in the panel
     */
    void spread(long row, long blocks, long panel, int output) {
        function.call(
                row,
                blocks,
                panel + Integer.BYTES * (long) output,
                panel + Short.BYTES * (long) output,
                panel + output);
    }
}
