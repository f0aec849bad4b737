package io.belvedere.server.document.pdf.jpx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the boxes around a codestream tell (T.800, Annex I), or nothing where there is only the codestream. */
final class Jp2Boxes {
    private static final int ICC_COLORS = 16;
    private static final int ICC_RGB = 0x52474220;
    private static final int ICC_GRAY = 0x47524159;
    private static final int CODESTREAM_START = 0xFF4F;
    private static final int MOST_CHANNELS = 64;

    private @Nullable ByteCursor codestream;

    /** As in the first colour box that names one by its number, or else as the last profile: see {@link JpxPicture}. */
    int colors = JpxPicture.UNTOLD;

    private boolean named;

    /** By column and entry, 8 bits each; null: none. */
    byte @Nullable [][] palette;

    /** By channel: component, and column of the palette or -1; null: each component is a channel. */
    int @Nullable [][] mapping;

    /** Channels that aren't colours. */
    final List<Integer> opacity = new ArrayList<>();

    /** By channel, which colour it is, from 0; without entries: in order. */
    final List<int[]> order = new ArrayList<>();

    private Jp2Boxes() {}

    static Jp2Boxes read(byte[] file) throws JpxFault {
        Jp2Boxes boxes = new Jp2Boxes();
        ByteCursor in = new ByteCursor(file, 0, file.length);
        if (in.isAt(CODESTREAM_START)) {
            boxes.codestream = in;
            return boxes;
        }
        boxes.readAll(in, false);
        return boxes;
    }

    ByteCursor codestream() throws JpxFault {
        if (codestream == null) {
            throw JpxFault.damaged("no codestream");
        }
        return codestream;
    }

    /** One level of boxes; the header box is the only one that is looked into. */
    private void readAll(ByteCursor in, boolean header) throws JpxFault {
        while (in.left() >= 8 && codestream == null) {
            long length = in.u32();
            int type = (int) in.u32();
            long content = length - 8;
            if (length == 1) {
                long high = in.u32();
                content = high == 0 ? in.u32() - 16 : -1;
            } else if (length == 0) {
                content = in.left();
            }
            if (type == 0x6A703263) { // jp2c; its end is seen in the codestream
                codestream = in.part(Math.min(content, in.left()));
                return;
            }
            ByteCursor box = in.part(content);
            if (type == 0x6A703268 && !header) { // jp2h
                readAll(box, true);
            } else if (header) {
                readHeader(type, box);
            }
        }
    }

    private void readHeader(int type, ByteCursor box) throws JpxFault {
        switch (type) {
            case 0x636F6C72 -> { // colr
                int method = box.u8();
                box.skip(2);
                if (!named && (method == 1 || method == 2)) {
                    named = method == 1;
                    colors = named ? (int) box.u32() : profile(box);
                }
            }
            case 0x70636C72 -> palette = readPalette(box); // pclr
            case 0x636D6170 -> mapping = readMapping(box); // cmap
            case 0x63646566 -> readChannels(box); // cdef
            default -> {}
        }
    }

    /** Grey and RGB of an ICC profile are taken as they are; other colours come to a number that is none. */
    private static int profile(ByteCursor box) throws JpxFault {
        box.skip(ICC_COLORS);
        int kind = (int) box.u32();
        return kind == ICC_RGB || kind == ICC_GRAY ? JpxPicture.UNTOLD : kind;
    }

    private static byte[][] readPalette(ByteCursor box) throws JpxFault {
        int entries = box.u16();
        int columns = box.u8();
        if (entries < 1 || entries > 1024 || columns < 1) {
            throw JpxFault.damaged("a palette without colours");
        }
        int[] depths = new int[columns];
        for (int i = 0; i < columns; i++) {
            depths[i] = box.u8() + 1;
            if (depths[i] > 16) {
                throw JpxFault.unsupported("with a palette of signed or of more than 16 bits");
            }
        }
        byte[][] palette = new byte[columns][entries];
        for (int entry = 0; entry < entries; entry++) {
            for (int i = 0; i < columns; i++) {
                int value = depths[i] > 8 ? box.u16() : box.u8();
                palette[i][entry] = (byte) Samples.to8(Math.min(value, (1 << depths[i]) - 1), depths[i]);
            }
        }
        return palette;
    }

    private static int[][] readMapping(ByteCursor box) throws JpxFault {
        int[][] mapping = new int[Math.min(box.left() / 4, MOST_CHANNELS)][];
        for (int i = 0; i < mapping.length; i++) {
            int component = box.u16();
            boolean byPalette = box.u8() == 1;
            int column = box.u8();
            mapping[i] = new int[] {component, byPalette ? column : -1};
        }
        return mapping;
    }

    private void readChannels(ByteCursor box) throws JpxFault {
        int count = box.u16();
        for (int i = 0; i < Math.min(count, MOST_CHANNELS); i++) {
            int channel = box.u16();
            int type = box.u16();
            int color = box.u16();
            if (type != 0) {
                opacity.add(channel);
            } else if (color > 0 && color < 0xFFFF) {
                order.add(new int[] {channel, color - 1});
            }
        }
    }

    /** The channels that are colours, of {@code count}, in the order of the colours. */
    int[] colorChannels(int count) throws JpxFault {
        int[] channels = java.util.stream.IntStream.range(0, count)
                .filter(c -> !opacity.contains(c))
                .toArray();
        int[] placed = channels.clone();
        if (order.size() == channels.length) {
            Arrays.fill(placed, -1);
            for (int[] entry : order) {
                if (entry[1] >= placed.length || entry[0] >= count || placed[entry[1]] >= 0) {
                    throw JpxFault.damaged("channels that are no colours of its own");
                }
                placed[entry[1]] = entry[0];
            }
        }
        boolean three = colors == JpxPicture.RGB || colors == JpxPicture.SYCC;
        int wanted = colors == JpxPicture.GRAY ? 1 : three ? 3 : placed.length;
        return placed.length > wanted ? Arrays.copyOf(placed, wanted) : placed;
    }
}
