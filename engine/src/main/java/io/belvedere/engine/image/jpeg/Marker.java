package io.belvedere.engine.image.jpeg;

/** The second bytes of markers (T.81, table B.1). */
final class Marker {
    static final int TEM = 0x01;
    static final int SOF0 = 0xC0;
    static final int SOF1 = 0xC1;
    static final int SOF2 = 0xC2;
    static final int DHT = 0xC4;
    static final int RST0 = 0xD0;
    static final int RST7 = 0xD7;
    static final int SOI = 0xD8;
    static final int EOI = 0xD9;
    static final int SOS = 0xDA;
    static final int DQT = 0xDB;
    static final int DNL = 0xDC;
    static final int DRI = 0xDD;
    static final int APP0 = 0xE0;
    static final int APP15 = 0xEF;
    static final int COM = 0xFE;

    private Marker() {}

    /** The place of the first FF at or after {@code at} that begins a marker; {@code file.length} if there is none. */
    static int find(byte[] file, int at) {
        for (int i = at; i + 1 < file.length; i++) {
            if (file[i] == (byte) 0xFF && file[i + 1] != 0 && file[i + 1] != (byte) 0xFF) {
                return i;
            }
        }
        return file.length;
    }
}
