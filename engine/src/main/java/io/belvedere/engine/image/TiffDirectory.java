package io.belvedere.engine.image;

import java.nio.ByteOrder;
import java.util.OptionalLong;

/** The first image directory of a TIFF structure: of a TIFF file, or of the EXIF block of another format (TIFF 6.0, section 2). */
record TiffDirectory(ByteView file, int offset) {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int ORIENTATION = 274;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    static TiffDirectory of(ByteView bytes) {
        ByteView file = bytes.order(bytes.has(0, "MM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return new TiffDirectory(file, Math.toIntExact(file.u32(4)));
    }

    /** The orientation in an EXIF block; upright if the block is broken, as a picture is worth more than its metadata. */
    static Orientation orientation(ByteView exif) {
        try {
            return of(exif).orientation();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return Orientation.UPRIGHT;
        }
    }

    Orientation orientation() {
        return Orientation.of((int) number(ORIENTATION).orElse(1));
    }

    /** The value of a tag that has one integer; empty if the tag is missing or has more. */
    OptionalLong number(int tag) {
        int entries = file.u16(offset);
        for (int i = 0; i < entries; i++) {
            int entry = Math.addExact(offset, 2 + 12 * i);
            if (file.u16(entry) == tag && file.u32(entry + 4) == 1) {
                return switch (file.u16(entry + 2)) {
                    case BYTE -> OptionalLong.of(file.u8(entry + 8));
                    case SHORT -> OptionalLong.of(file.u16(entry + 8));
                    case LONG -> OptionalLong.of(file.u32(entry + 8));
                    default -> OptionalLong.empty();
                };
            }
        }
        return OptionalLong.empty();
    }

    /** The greatest value of a tag that has several of 16 bits, at least 1; those behind the eighth don't count. */
    int most(int tag) {
        int most = 1;
        int entries = file.u16(offset);
        for (int i = 0; i < entries; i++) {
            int entry = Math.addExact(offset, 2 + 12 * i);
            if (file.u16(entry) == tag && file.u16(entry + 2) == SHORT) {
                int count = (int) Math.min(8, file.u32(entry + 4));
                int values = count <= 2 ? entry + 8 : Math.toIntExact(file.u32(entry + 8));
                for (int k = 0; k < count; k++) {
                    most = Math.max(most, file.u16(Math.addExact(values, 2 * k)));
                }
            }
        }
        return most;
    }
}
