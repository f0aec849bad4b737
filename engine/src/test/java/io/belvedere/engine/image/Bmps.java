package io.belvedere.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes bitmaps with headers of every length. */
final class Bmps {
    static final int CORE = 12;
    static final int INFO = 40;
    static final int V4 = 108;
    static final int V5 = 124;

    private Bmps() {}

    /** @param height negative for rows from top to bottom */
    record Header(int length, int width, int height, int bits, int compression) {
        Header(int width, int height, int bits) {
            this(INFO, width, height, bits, 0);
        }
    }

    /** @param extra palette or masks, behind the header; {@code rows} as they are stored */
    static byte[] bmp(Header header, byte[] extra, byte[] rows) {
        int offset = 14 + header.length() + extra.length;
        ByteBuffer file = ByteBuffer.allocate(offset + rows.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(offset);
        file.putInt(header.length());
        if (header.length() == CORE) {
            file.putShort((short) header.width()).putShort((short) header.height());
        } else {
            file.putInt(header.width()).putInt(header.height());
        }
        file.putShort((short) 1).putShort((short) header.bits());
        if (header.length() > CORE) {
            file.putInt(header.compression()).putInt(rows.length);
        }
        file.position(14 + header.length());
        return file.put(extra).put(rows).array();
    }

    /** Little-endian words of 4 bytes. */
    static byte[] words(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    /** Rows of samples, each row padded to 4 bytes. */
    static byte[] rows(int[][] samples, int bits) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int[] row : samples) {
            byte[] packed = new byte[(row.length * bits + 31) / 32 * 4];
            for (int i = 0; i < row.length; i++) {
                for (int b = 0; b < bits; b += Math.min(bits, 8)) {
                    int at = i * bits + b;
                    int shift = bits < 8 ? 8 - bits - at % 8 : 0;
                    packed[at / 8] |= (byte) (row[i] >> b << shift);
                }
            }
            rows.writeBytes(packed);
        }
        return rows.toByteArray();
    }
}
