package io.belvedere.engine.image.jpeg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a frame's header says (T.81, B.2.2).
 *
 * @param height 0 if nothing tells it
 * @param bits of a sample
 */
public record Frame(int width, int height, int bits, boolean progressive, List<Component> components) {
    static final int BLOCK = 8;

    private static final int MAX_SAMPLING = 4;
    private static final int HEADER = 6;

    /**
     * @param across how many samples this component has where others have more or fewer, 1 to 4
     * @param down likewise
     * @param quantisation number of its table
     */
    public record Component(int id, int across, int down, int quantisation) {}

    /**
     * Reads a frame's header.
     *
     * @param start of what follows the segment's length
     * @param length of it
     * @throws IOException if it can't be that of a frame
     */
    public static Frame read(byte[] file, int start, int length, boolean progressive) throws IOException {
        if (length < HEADER || length < HEADER + 3 * (file[start + 5] & 0xFF)) {
            throw new IOException("the frame's header is too short");
        }
        int count = file[start + 5] & 0xFF;
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = start + HEADER + 3 * i;
            int across = (file[at + 1] & 0xFF) >> 4;
            int down = file[at + 1] & 0xF;
            if (across < 1 || across > MAX_SAMPLING || down < 1 || down > MAX_SAMPLING) {
                throw new IOException("a component's sampling factor is not 1 to 4");
            }
            // a component alone has nothing to be compared with
            components.add(new Component(
                    file[at] & 0xFF, count == 1 ? 1 : across, count == 1 ? 1 : down, file[at + 2] & 0xFF));
        }
        int height = u16(file, start + 1);
        if (height == 0) {
            height = LateHeight.find(file, start + length);
        }
        return new Frame(u16(file, start + 3), height, file[start] & 0xFF, progressive, List.copyOf(components));
    }

    /** Whether all resolutions divide the largest one, so that upsampling repeats each sample equally often. */
    public boolean isWhole() {
        return components.stream().allMatch(c -> maxAcross() % c.across() == 0 && maxDown() % c.down() == 0);
    }

    int maxAcross() {
        return components.stream().mapToInt(Component::across).max().orElse(1);
    }

    int maxDown() {
        return components.stream().mapToInt(Component::down).max().orElse(1);
    }

    /** How many minimum coded units of all components stand side by side. */
    int unitsAcross() {
        return Math.ceilDiv(width, BLOCK * maxAcross());
    }

    int unitsDown() {
        return Math.ceilDiv(height, BLOCK * maxDown());
    }

    /** Samples of a component in a row, without padding. */
    int width(Component component) {
        return Math.ceilDiv(width * component.across(), maxAcross());
    }

    int height(Component component) {
        return Math.ceilDiv(height * component.down(), maxDown());
    }

    /** Blocks of all components. */
    public long blocks() {
        return components.stream().mapToLong(this::blocks).sum();
    }

    /** Samples of all blocks, divided by the number of components: far more than pixels where the picture is thin. */
    public long meanSamples() {
        return blocks() * BLOCK * BLOCK / components.size();
    }

    /** Blocks of a component, with those that only fill up the last units. */
    public long blocks(Component component) {
        return (long) unitsAcross() * component.across() * unitsDown() * component.down();
    }

    /**
     * Memory in bytes that decoding takes at its peak, the result included.
     *
     * @param single whether one scan has all components and their whole coefficients, so that nothing is kept between
     *     scans
     */
    public long decodingBytes(boolean single) {
        long bytes = (long) width * height * components.size();
        for (Component component : components) {
            long rowBytes = (long) BLOCK * unitsAcross() * component.across();
            long window = rowBytes * Window.rows(component);
            if (progressive) {
                bytes += Coefficients.bytes(blocks(component)) + window;
            } else {
                bytes += single ? window : rowBytes * BLOCK * unitsDown() * component.down();
            }
        }
        return bytes;
    }

    static int u16(byte[] file, int at) {
        return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
    }
}
