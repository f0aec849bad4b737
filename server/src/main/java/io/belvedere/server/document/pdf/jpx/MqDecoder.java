package io.belvedere.server.document.pdf.jpx;

/**
 * The arithmetic decoder (T.800, Annex C, in the form of its software conventions), and raw bits where it is passed
 * by.
 */
final class MqDecoder {
    private static final int[] QE = {
        0x5601, 0x3401, 0x1801, 0x0AC1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1C01, 0x1601,
        0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1C01, 0x1801, 0x1601, 0x1401,
        0x1201, 0x1101, 0x0AC1, 0x09C1, 0x08A1, 0x0521, 0x0441, 0x02A1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025,
        0x0015, 0x0009, 0x0005, 0x0001, 0x5601
    };
    private static final int[] NEXT_MPS = {
        1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46
    };
    private static final int[] NEXT_LPS = {
        1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26,
        27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46
    };

    /** By context: twice the state's number, and which symbol is the likelier one. */
    private final int[] states;

    private byte[] data = {};
    private int at;
    private int a;
    private int c;
    private int count;
    private int rawByte;
    private int rawLeft;

    MqDecoder(int contexts) {
        states = new int[contexts];
    }

    void set(int context, int state) {
        states[context] = 2 * state;
    }

    /** Contexts stay as they are. */
    void begin(byte[] segment) {
        data = segment;
        at = 0;
        c = byteAt(0) << 16;
        byteIn();
        c <<= 7;
        count -= 7;
        a = 0x8000;
    }

    void beginRaw(byte[] segment) {
        data = segment;
        at = 0;
        rawByte = 0;
        rawLeft = 0;
    }

    private int byteAt(int place) {
        return place < data.length ? data[place] & 0xFF : 0xFF;
    }

    private void byteIn() {
        if (byteAt(at) == 0xFF) {
            int next = byteAt(at + 1);
            if (next > 0x8F) {
                c += 0xFF00;
                count = 8;
            } else {
                at++;
                c += next << 9;
                count = 7;
            }
        } else {
            at++;
            c += byteAt(at) << 8;
            count = 8;
        }
    }

    int decode(int context) {
        int state = states[context];
        int index = state >> 1;
        int symbol = state & 1;
        int qe = QE[index];
        a -= qe;
        if (c >>> 16 < qe) {
            if (a < qe) {
                states[context] = 2 * NEXT_MPS[index] | symbol;
            } else {
                states[context] = 2 * NEXT_LPS[index] | (switches(index) ? 1 - symbol : symbol);
                symbol = 1 - symbol;
            }
            a = qe;
        } else {
            c -= qe << 16;
            if ((a & 0x8000) != 0) {
                return symbol;
            }
            if (a < qe) {
                states[context] = 2 * NEXT_LPS[index] | (switches(index) ? 1 - symbol : symbol);
                symbol = 1 - symbol;
            } else {
                states[context] = 2 * NEXT_MPS[index] | symbol;
            }
        }
        do {
            if (count == 0) {
                byteIn();
            }
            a <<= 1;
            c <<= 1;
            count--;
        } while ((a & 0x8000) == 0);
        return symbol;
    }

    private static boolean switches(int index) {
        return index == 0 || index == 6 || index == 14;
    }

    /** The next bit of data that are not coded arithmetically (T.800, D.6). */
    int raw() {
        if (rawLeft == 0) {
            rawLeft = rawByte == 0xFF ? 7 : 8;
            rawByte = byteAt(at++);
        }
        rawLeft--;
        return rawByte >> rawLeft & 1;
    }
}
