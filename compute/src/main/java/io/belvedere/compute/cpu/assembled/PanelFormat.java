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
     * Unpacks what does not go as it is: nothing by default.
     *
     * @param offset in {@code stored} of the row's block
     * @param block the panel's
     * @param output of 16
     */
    default void unpack(MemorySegment stored, long offset, MemorySegment block, int output) {}

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
