package io.belvedere.engine.image;

import io.belvedere.engine.image.jpeg.Frame;
import io.belvedere.engine.image.jpeg.Progress;
import io.belvedere.engine.image.jpeg.ScanHeader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks the markers of a JPEG file (ITU-T T.81, annex B) for everything that must be known before its pixels are
 * decoded.
 */
final class JpegMarkers {
    private static final int FRAME_FIRST = 0xC0;
    private static final int FRAME_LAST = 0xCF;
    private static final int HUFFMAN_TABLE = 0xC4;
    private static final int ARITHMETIC_TABLE = 0xCC;
    private static final int RESTART_FIRST = 0xD0;
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COMMENT = 0xFE;

    /** Far more than pixels and profiles take. */
    private static final int MAX_SEGMENTS = 10_000;

    /** How many blocks a scan passes over in the time that a pixel takes, at least. */
    private static final int BLOCKS_PER_PIXEL = 4;

    private final byte[] bytes;
    private final ByteView file;
    private @Nullable Frame frame;
    private @Nullable Progress progress;
    private @Nullable Orientation orientation;
    private boolean jfif;

    /** Adobe's colour transform: 0 none, 1 YCC, 2 YCCK; -1 if the file has no Adobe marker. */
    private int adobeTransform = -1;

    private int scans;

    /** Whether all is there that the scans can bring. */
    private boolean complete;

    /** Whether the first scan has all components. */
    private boolean interleaved;

    /** Of the scans that the picture needs. */
    private long codedBytes;

    private long codedBlocks;
    private int segments;
    private final List<JpegFile.Extra> extras = new ArrayList<>();

    JpegMarkers(byte[] bytes) {
        this.bytes = bytes;
        this.file = ByteView.of(bytes, ByteOrder.BIG_ENDIAN);
    }

    JpegFile read() throws ImageException {
        int at = 2;
        while (at + 1 < bytes.length) {
            int marker = file.u8(at + 1);
            if (complete && (file.u8(at) != 0xFF || marker == START || isFrame(marker))) {
                break; // what programs append where the end marker should be
            } else if (file.u8(at) != 0xFF) {
                at++; // what stands between segments is skipped, as decoders do
            } else if (marker == 0xFF) {
                at++;
            } else if (marker == END) {
                break;
            } else if (marker <= 1 || (marker >= RESTART_FIRST && marker <= START)) {
                at += 2;
            } else if (at + 3 < bytes.length) {
                segment(marker, at + 4, Math.max(0, Math.min(file.u16(at + 2) - 2, bytes.length - at - 4)));
                int end = at + 2 + Math.max(2, file.u16(at + 2));
                if (marker == COMMENT || (marker >= APP0 && marker <= APP15)) {
                    extras.add(new JpegFile.Extra(at, Math.min(end, bytes.length)));
                }
                at = marker == SCAN ? scan(at + 4, end) : end;
            } else {
                break;
            }
        }
        if (frame == null || scans == 0) {
            throw ImageException.broken(ImageFormat.JPEG);
        }
        return new JpegFile(
                bytes,
                ImageFile.size(frame.width(), frame.height()),
                orientation == null ? Orientation.UPRIGHT : orientation,
                color(frame.components()),
                scans,
                new JpegFile.Cost(frame.decodingBytes(interleaved), work(frame)),
                List.copyOf(extras));
    }

    /**
     * Of all blocks as if they were pixels, and of what the scans go over, again and again perhaps and for next to no
     * bytes.
     */
    private long work(Frame frame) {
        long pixels = Math.max((long) frame.width() * frame.height(), frame.meanSamples());
        return pixels + codedBytes + codedBlocks / BLOCKS_PER_PIXEL;
    }

    private void segment(int marker, int start, int length) throws ImageException {
        segments++;
        if (segments > MAX_SEGMENTS) {
            throw ImageException.broken(ImageFormat.JPEG);
        } else if (marker == APP0 && file.has(start, "JFIF\0")) {
            jfif = true;
        } else if (orientation == null && marker == APP1 && file.has(start, "Exif\0") && length > 6) {
            orientation = TiffDirectory.orientation(file.slice(start + 6, length - 6));
        } else if (marker == APP14 && file.has(start, "Adobe") && length >= 12) {
            adobeTransform = file.u8(start + 11);
        } else if (isFrame(marker)) {
            frame(marker - FRAME_FIRST, start, length);
        }
    }

    private static boolean isFrame(int marker) {
        return marker >= FRAME_FIRST
                && marker <= FRAME_LAST
                && marker != HUFFMAN_TABLE
                && marker != ARITHMETIC_TABLE
                && marker != 0xC8;
    }

    private void frame(int process, int start, int length) throws ImageException {
        if (frame != null) {
            throw ImageException.broken(ImageFormat.JPEG);
        }
        if (process > 2) {
            throw ImageException.unsupported(
                    ImageFormat.JPEG, process > 8 ? "arithmetic coding" : "lossless or hierarchical coding");
        }
        if (file.u8(start) != 8) {
            throw ImageException.unsupported(ImageFormat.JPEG, "other than 8 bits a sample");
        }
        int components = file.u8(start + 5);
        if (components != 1 && components != 3 && components != 4) {
            throw ImageException.unsupported(ImageFormat.JPEG, "other than 1, 3 or 4 components");
        }
        try {
            frame = Frame.read(bytes, start, length, process == 2);
        } catch (IOException e) {
            throw ImageException.broken(ImageFormat.JPEG);
        }
        ImageFile.size(frame.width(), frame.height());
        if (!frame.isWhole()) {
            throw ImageException.unsupported(ImageFormat.JPEG, "sampling factors that don't divide the largest one");
        }
        progress = new Progress(frame);
    }

    /**
     * Notes what a scan costs; returns where the marker behind it stands. A scan that can't be is the decoder's to
     * refuse.
     */
    private int scan(int start, int codedFrom) {
        int end = skipCoded(codedFrom);
        scans++;
        if (frame != null && progress != null && !complete) {
            codedBytes += end - codedFrom;
            try {
                ScanHeader scan = ScanHeader.read(bytes, start, codedFrom - start, frame);
                interleaved |=
                        scans == 1 && scan.parts().size() == frame.components().size();
                codedBlocks += scan.blocks(frame);
                progress.add(scan);
                complete = progress.isComplete();
            } catch (IOException e) {
                codedBlocks += frame.blocks();
            }
        }
        return end;
    }

    /** The next marker after coded data, in which FF is followed by 0 or is a restart marker. */
    private int skipCoded(int start) {
        int at = start;
        while (at + 1 < bytes.length) {
            int next = bytes[at + 1] & 0xFF;
            if (bytes[at] == (byte) 0xFF && next != 0 && next != 0xFF && (next < RESTART_FIRST || next >= START)) {
                return at;
            }
            at++;
        }
        return at;
    }

    /** As libjpeg decides. */
    private JpegColor color(List<Frame.Component> components) {
        return switch (components.size()) {
            case 1 -> JpegColor.GREY;
            case 3 -> {
                boolean rgb = !jfif
                        && (adobeTransform == 0
                                || (adobeTransform < 0 && ids(components).equals("RGB")));
                yield rgb ? JpegColor.RGB : JpegColor.YCC;
            }
            default ->
                switch (adobeTransform) {
                    case -1 -> JpegColor.CMYK;
                    case 0 -> JpegColor.INVERTED_CMYK;
                    default -> JpegColor.INVERTED_YCCK;
                };
        };
    }

    private static String ids(List<Frame.Component> components) {
        return components.stream()
                .map(component -> Character.toString(component.id()))
                .collect(Collectors.joining());
    }
}
