package io.belvedere.engine.image.jpeg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a scan's header says (T.81, B.2.3): which coefficients of which components follow, and which of their bits.
 *
 * @param first of the coefficients in coded order, 0 to 63; with those to {@code last}
 * @param high the lowest bit that earlier scans coded; 0 if these coefficients come for the first time
 * @param low the lowest bit that this scan codes
 */
public record ScanHeader(List<Part> parts, int first, int last, int high, int low) {
    private static final int MAX_BLOCKS_OF_UNIT = 10;
    private static final int MAX_LOW = 13;

    /**
     * A component's part in the scan.
     *
     * @param component index in the frame
     * @param dc number of its Huffman table for first coefficients, 0 to 3
     * @param ac number of that for the others
     */
    public record Part(int component, int dc, int ac) {}

    /**
     * Reads a scan's header.
     *
     * @param start of what follows the segment's length
     * @param length of it
     * @throws IOException if it can't be that of a scan of this frame
     */
    public static ScanHeader read(byte[] file, int start, int length, Frame frame) throws IOException {
        int count = length < 1 ? 0 : file[start] & 0xFF;
        if (count < 1 || count > 4 || length < 4 + 2 * count) {
            throw new IOException("a scan has 1 to 4 components");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = start + 1 + 2 * i;
            int component = index(frame, file[at] & 0xFF);
            int tables = file[at + 1] & 0xFF;
            boolean twice = parts.stream().anyMatch(part -> part.component() == component);
            if (twice || (tables & 0xF) > 3 || tables >> 4 > 3) {
                throw new IOException("a scan's component or table is not there");
            }
            parts.add(new Part(component, tables >> 4, tables & 0xF));
        }
        int at = start + 1 + 2 * count;
        int bits = file[at + 2] & 0xFF;
        // encoders of sequential frames write anything here
        ScanHeader scan = frame.progressive()
                ? new ScanHeader(List.copyOf(parts), file[at] & 0xFF, file[at + 1] & 0xFF, bits >> 4, bits & 0xF)
                : new ScanHeader(List.copyOf(parts), 0, 63, 0, 0);
        scan.check(frame);
        return scan;
    }

    private static int index(Frame frame, int id) throws IOException {
        for (int i = 0; i < frame.components().size(); i++) {
            if (frame.components().get(i).id() == id) {
                return i;
            }
        }
        throw new IOException("a scan of a component that the frame doesn't have");
    }

    private void check(Frame frame) throws IOException {
        boolean band = first == 0 ? last == 0 : last >= first && last < 64 && parts.size() == 1;
        if (frame.progressive() && (!band || low > MAX_LOW || (high != 0 && high != low + 1))) {
            throw new IOException("a scan of coefficients or bits that can't be");
        }
        int blocks = parts.stream()
                .map(part -> frame.components().get(part.component()))
                .mapToInt(component -> component.across() * component.down())
                .sum();
        if (parts.size() > 1 && blocks > MAX_BLOCKS_OF_UNIT) {
            throw new IOException("a scan's unit has more than " + MAX_BLOCKS_OF_UNIT + " blocks");
        }
    }

    boolean interleaved() {
        return parts.size() > 1;
    }

    /** All blocks that the scan goes over. */
    public long blocks(Frame frame) {
        long blocks = 0;
        for (Part part : parts) {
            Frame.Component component = frame.components().get(part.component());
            blocks += interleaved()
                    ? frame.blocks(component)
                    : (long) Math.ceilDiv(frame.width(component), Frame.BLOCK)
                            * Math.ceilDiv(frame.height(component), Frame.BLOCK);
        }
        return blocks;
    }

    /** Bits that the scan has at least, as no code is shorter than one; runs of empty blocks take next to none. */
    long leastBits(Frame frame) {
        return blocks(frame) * (frame.progressive() ? first > 0 ? 0 : 1 : 2);
    }
}
