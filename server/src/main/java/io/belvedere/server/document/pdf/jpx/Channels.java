package io.belvedere.server.document.pdf.jpx;

import java.util.Arrays;

/** Components to colours: palettes are looked up, lower resolutions made full, opacity left out (T.800, I.5.3). */
final class Channels {
    private final Jp2Boxes boxes;
    private final ImageSize size;
    private final short[][] planes;
    private final int dx;
    private final int dy;

    Channels(Jp2Boxes boxes, ImageSize size, short[][] planes) {
        this.boxes = boxes;
        this.size = size;
        this.planes = planes;
        this.dx = Arrays.stream(size.dx()).min().orElse(1);
        this.dy = Arrays.stream(size.dy()).min().orElse(1);
    }

    JpxPicture picture() throws JpxFault {
        Area area = new Area(size.x0(), size.y0(), size.x1(), size.y1()).dividedBy(dx, dy);
        int[][] mapping = mapping();
        int[] channels = boxes.colorChannels(mapping.length);
        int count = channels.length;
        if (count != 1 && count != 3 && count != 4) {
            throw JpxFault.unsupported("with %d channels".formatted(count));
        }
        if ((boxes.colors == JpxPicture.RGB || boxes.colors == JpxPicture.SYCC) && count != 3) {
            throw JpxFault.damaged("fewer channels than colours");
        }
        byte[] samples = new byte[size.requireArray((long) area.width() * area.height() * count)];
        for (int i = 0; i < count; i++) {
            fill(samples, i, count, area, mapping[channels[i]]);
        }
        boolean isGuessed = boxes.colors == JpxPicture.UNTOLD || boxes.colors == JpxPicture.RGB;
        boolean sycc =
                boxes.colors == JpxPicture.SYCC || (isGuessed && count == 3 && isChroma(mapping[channels[1]][0]));
        if (sycc) {
            toRgb(samples);
        }
        int depth =
                boxes.palette != null ? 8 : Arrays.stream(size.depths()).max().orElse(8);
        int colors = sycc ? JpxPicture.SYCC : boxes.colors;
        return new JpxPicture(area.width(), area.height(), count, depth, colors, boxes.palette != null, samples);
    }

    /** Nobody makes green coarser than red: such files are sYCC that doesn't say so. */
    private boolean isChroma(int second) {
        return size.dx()[second] > dx || size.dy()[second] > dy;
    }

    private int[][] mapping() throws JpxFault {
        int[][] told = boxes.palette == null ? null : boxes.mapping;
        if (boxes.palette != null && told == null) {
            throw JpxFault.damaged("a palette that is for no component");
        }
        if (told == null) {
            int[][] mapping = new int[size.components()][];
            Arrays.setAll(mapping, c -> new int[] {c, -1});
            return mapping;
        }
        for (int[] channel : told) {
            if (channel[0] >= size.components() || (boxes.palette != null && channel[1] >= boxes.palette.length)) {
                throw JpxFault.damaged("a palette for a component that there is not");
            }
        }
        return told;
    }

    private void fill(byte[] samples, int offset, int count, Area area, int[] channel) throws JpxFault {
        int c = channel[0];
        byte[] table = table(c, channel[1]);
        Area own = size.component(c);
        if (size.dx()[c] % dx != 0 || size.dy()[c] % dy != 0) {
            throw JpxFault.unsupported("with components whose resolutions are no multiples of each other");
        }
        int acrossRatio = size.dx()[c] / dx;
        int downRatio = size.dy()[c] / dy;
        int to = offset;
        for (int y = area.y0(); y < area.y1(); y++) {
            int row = Math.clamp(y / downRatio - own.y0(), 0, own.height() - 1) * own.width();
            for (int x = area.x0(); x < area.x1(); x++) {
                int at = row + Math.clamp(x / acrossRatio - own.x0(), 0, own.width() - 1);
                samples[to] = table[planes[c][at] & 0xFFFF];
                to += count;
            }
        }
    }

    /** By sample: the 8 bits that it stands for. Indexes beyond the palette stand for its last colour. */
    private byte[] table(int c, int column) {
        int depth = size.depths()[c];
        byte[] table = new byte[1 << depth];
        byte[][] palette = boxes.palette;
        for (int i = 0; i < table.length; i++) {
            table[i] = palette != null && column >= 0
                    ? palette[column][Math.min(i, palette[column].length - 1)]
                    : (byte) Samples.to8(i, depth);
        }
        return table;
    }

    /** From YCbCr as JFIF and sYCC have it. */
    private static void toRgb(byte[] samples) {
        for (int i = 0; i < samples.length; i += 3) {
            float luma = samples[i] & 0xFF;
            float blue = (samples[i + 1] & 0xFF) - 128;
            float red = (samples[i + 2] & 0xFF) - 128;
            samples[i] = level(luma + 1.402f * red);
            samples[i + 1] = level(luma - 0.344136f * blue - 0.714136f * red);
            samples[i + 2] = level(luma + 1.772f * blue);
        }
    }

    private static byte level(float value) {
        return (byte) Math.clamp(Math.round(value), 0, 255);
    }
}
