package io.belvedere.engine.image.jpeg;

/** The number of rows that an encoder did not know when it began; it stands behind the first scan (T.81, B.2.5). */
final class LateHeight {
    private LateHeight() {}

    /**
     * @param from where the search begins, behind the frame's header
     * @return 0 if there is none
     */
    static int find(byte[] file, int from) {
        for (int at = Marker.find(file, from); at + 5 < file.length; at = Marker.find(file, at + 2)) {
            int marker = file[at + 1] & 0xFF;
            if (marker == Marker.DNL) {
                return Frame.u16(file, at + 4);
            } else if (marker == Marker.EOI) {
                return 0;
            } else if (marker < Marker.RST0 || marker > Marker.RST7) {
                at += Frame.u16(file, at + 2);
            }
        }
        return 0;
    }
}
