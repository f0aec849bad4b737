package io.belvedere.engine.image.jpeg;

import io.belvedere.engine.image.DecodingWatch;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Goes over a file's segments and scans until the picture is complete or the file ends (T.81, annex B). */
final class Decoding {
    private static final int BITS = 8;

    private final byte[] file;
    private final Tables tables;
    private final DecodingWatch watch;

    private @Nullable Picture picture;

    Decoding(byte[] file, Tables tables, DecodingWatch watch) {
        this.file = file;
        this.tables = tables;
        this.watch = watch;
    }

    Components decode() throws IOException {
        int at = Marker.find(file, 0);
        if (at >= file.length || (file[at + 1] & 0xFF) != Marker.SOI) {
            throw new IOException("no JPEG file");
        }
        at = Marker.find(file, at + 2);
        while (at < file.length && (picture == null || !picture.progress().isComplete())) {
            watch.goOn();
            int marker = file[at + 1] & 0xFF;
            if (marker == Marker.EOI) {
                break;
            }
            at = Marker.find(file, isAlone(marker) ? at + 2 : segment(marker, at + 4));
        }
        boolean ended = at < file.length && (file[at + 1] & 0xFF) == Marker.EOI;
        if (picture == null
                || !(picture.progress().isComplete()
                        || (ended && picture.progress().isPicture()))) {
            throw new EOFException("scans are missing");
        }
        return picture.result();
    }

    /** Restart markers between scans mean nothing. */
    private static boolean isAlone(int marker) {
        return marker == Marker.TEM || (marker >= Marker.RST0 && marker <= Marker.RST7);
    }

    /** Reads a segment and what belongs to it; returns where the search for the next marker goes on. */
    private int segment(int marker, int start) throws IOException {
        int length = Frame.u16(file, start - 2) - 2;
        int end = start + length;
        if (length < 0 || end > file.length) {
            throw new EOFException("a segment ends early");
        }
        switch (marker) {
            case Marker.DQT, Marker.DHT, Marker.DRI -> tables.read(marker, file, start, end);
            case Marker.SOF0, Marker.SOF1, Marker.SOF2 -> startFrame(marker, start, length);
            case Marker.SOS -> {
                if (picture == null) {
                    throw new IOException("a scan without a frame");
                }
                ScanHeader scan = ScanHeader.read(file, start, length, picture.frame());
                return picture.read(scan, tables, new BitReader(file, end));
            }
            default -> {
                boolean known = marker == Marker.COM
                        || marker == Marker.DNL
                        || (marker >= Marker.APP0 && marker <= Marker.APP15);
                if (!known) {
                    throw new IOException("a marker that has no place here");
                }
            }
        }
        return end;
    }

    private void startFrame(int marker, int start, int length) throws IOException {
        Frame frame = Frame.read(file, start, length, marker == Marker.SOF2);
        int components = frame.components().size();
        if (picture != null
                || frame.bits() != BITS
                || components < 1
                || components > 4
                || frame.width() == 0
                || frame.height() == 0
                || !frame.isWhole()) {
            throw new IOException("a second frame, or one of a kind that is not read");
        }
        picture = new Picture(frame, watch);
    }
}
