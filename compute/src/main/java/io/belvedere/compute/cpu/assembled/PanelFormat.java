package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.x86.Assembler;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one quantised format lies in a panel of 16 outputs, and the code that multiplies with it. */
interface PanelFormat {
    DType type();

    /** Bytes of a panel's block: the stored blocks of 16 outputs. */
    int panelBytes();

    /** What goes from a stored block to the panel as it is. */
    List<Field> fields();

    /**
     * Unpacks what of a row does not go as it is: nothing by default.
     *
     * @param row offset in {@code stored} of the row's first block
     * @param output the row's place in the panel
     */
    default void unpack(MemorySegment stored, long row, int blocks, MemorySegment panel, int output) {}

    /** Fills the registers that {@link #block} expects to hold constants. */
    void constants(Assembler code);

    /** Multiplies one block. */
    void block(QuantizedTile tile);

    /** Elements of a block. */
    default int elements() {
        return type().blockElements();
    }

    /** The panel format of a type, or null if there is none. */
    static @Nullable PanelFormat of(DType type) {
        return switch (type) {
            case Q8_0 -> new Q8Panel();
            case Q4_0 -> new Q4Panel();
            case Q4_K -> new MinimaPanel(false);
            case Q5_K -> new MinimaPanel(true);
            case Q6_K -> new Q6KPanel();
            default -> null;
        };
    }
}
