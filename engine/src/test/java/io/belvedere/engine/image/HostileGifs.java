package io.belvedere.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** GIF files that mean harm. */
final class HostileGifs {
    /** Clear, four pixels of the first colour, end: codes of 3 bits. */
    private static final byte[] FOUR_PIXELS = {2, 3, 0b00_000_100, 0b0_000_000_0, 0b101, 0};

    private static final byte[] END = {0x3B};

    private HostileGifs() {}

    static List<HostileCase> cases() {
        byte[] plain = gif(2, 2, frame(2, 2, FOUR_PIXELS), END);
        byte[] html = comment("<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII));
        HostileCase.Group group = new HostileCase.Group("GIF");
        group.decodes("four pixels", 2, 2, plain)
                .tooLarge("50,000 x 50,000 declared", gif(50_000, 50_000, frame(2, 2, FOUR_PIXELS), END))
                .tooLarge("a frame of 65,535 x 65,535", gif(2, 2, frame(65_535, 65_535, FOUR_PIXELS), END))
                .decodes("1 x 50,000 around a small frame", 2, 50_000, gif(1, 50_000, frame(2, 2, FOUR_PIXELS), END))
                .broken("a frame of 1 x 50,000 with 4 pixels", gif(1, 50_000, frame(1, 50_000, FOUR_PIXELS), END))
                .broken("a frame of 50,000 x 1 with 4 pixels", gif(50_000, 1, frame(50_000, 1, FOUR_PIXELS), END))
                .broken("a frame of 7,000 x 7,000 with 4 pixels", gif(1, 1, frame(7000, 7000, FOUR_PIXELS), END))
                .withoutPixels("a frame of 0 x 2", gif(2, 2, frame(0, 2, FOUR_PIXELS), END))
                .withoutPixels("a frame of 2 x 0", gif(2, 2, frame(2, 0, FOUR_PIXELS), END))
                .decodes("a canvas of 0 x 0", 2, 2, gif(0, 0, frame(2, 2, FOUR_PIXELS), END))
                .decodes("frames without end", 2, 2, gif(2, 2, HostileJpegs.repeat(frame(2, 2, FOUR_PIXELS), 200_000)))
                .decodes("a comment of 16 MB", 2, 2, gif(2, 2, comment(new byte[16_000_000]), frame(2, 2, FOUR_PIXELS)))
                .decodes(
                        "a comment of 16 MB behind",
                        2,
                        2,
                        gif(2, 2, frame(2, 2, FOUR_PIXELS), comment(new byte[16_000_000])))
                .broken("a comment without end", gif(2, 2, unending()))
                .broken("comments without end", gif(2, 2, HostileJpegs.repeat(comment(new byte[1]), 1_000_000)))
                .broken("no frame", gif(2, 2, END))
                .broken("an unknown block", gif(2, 2, new byte[] {0x77}))
                .broken("a palette that is cut", Arrays.copyOf(plain, 15))
                .broken("a frame's header that is cut", Arrays.copyOf(plain, 25))
                .broken("codes that are cut", Arrays.copyOf(plain, plain.length - 4))
                .broken("codes of 0 bits", gif(2, 2, frame(2, 2, new byte[] {0, 2, 1, 2, 0}), END))
                .broken("codes of 13 bits", gif(2, 2, frame(2, 2, new byte[] {12, 2, 1, 2, 0}), END))
                .broken("codes of 255 bits", gif(2, 2, frame(2, 2, new byte[] {-1, 2, 1, 2, 0}), END))
                .broken(
                        "a code that isn't there yet",
                        gif(2, 2, frame(2, 2, new byte[] {2, 2, (byte) 0b11_000_100, 1, 0}), END))
                .broken("codes but no data", gif(2, 2, frame(2, 2, new byte[] {2, 0}), END))
                .decodes("a web page in a comment", 2, 2, gif(2, 2, html, frame(2, 2, FOUR_PIXELS), END))
                .decodes("a script around a picture", 2, 2, script(plain))
                .decodes("control blocks without end", 2, 2, gif(2, 2, controls(), frame(2, 2, FOUR_PIXELS), END))
                .decodes(
                        "a transparent colour beyond the palette",
                        2,
                        2,
                        gif(2, 2, control(200), frame(2, 2, FOUR_PIXELS), END))
                .broken("a control block that is cut", gif(2, 2, new byte[] {0x21, (byte) 0xF9, 4, 1}));
        return group.cases();
    }

    /** Two frames, the first of which is smaller than its canvas and partly transparent. */
    static byte[] animated() {
        return gif(5, 4, comment(new byte[9]), control(1), frame(2, 2, FOUR_PIXELS), frame(2, 2, FOUR_PIXELS), END);
    }

    /** With a palette of four colours. */
    private static byte[] gif(int width, int height, byte[]... blocks) {
        byte[] head = ByteBuffer.allocate(13)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("GIF89a".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) width)
                .putShort((short) height)
                .put((byte) 0x81)
                .array();
        byte[] palette = {1, 2, 3, 40, 50, 60, 70, 80, 90, 100, 110, 120};
        return HostilePngs.join(head, palette, HostilePngs.join(blocks));
    }

    private static byte[] frame(int width, int height, byte[] codes) {
        return ByteBuffer.allocate(10 + codes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x2C)
                .putInt(0)
                .putShort((short) width)
                .putShort((short) height)
                .put((byte) 0)
                .put(codes)
                .array();
    }

    private static byte[] comment(byte[] text) {
        ByteArrayOutputStream comment = new ByteArrayOutputStream();
        comment.writeBytes(new byte[] {0x21, (byte) 0xFE});
        for (int at = 0; at < text.length; at += 255) {
            int length = Math.min(255, text.length - at);
            comment.write(length);
            comment.write(text, at, length);
        }
        comment.write(0);
        return comment.toByteArray();
    }

    private static byte[] unending() {
        byte[] blocks = new byte[1_000_000];
        Arrays.fill(blocks, (byte) 1);
        blocks[0] = 0x21;
        return blocks;
    }

    private static byte[] control(int transparent) {
        return new byte[] {0x21, (byte) 0xF9, 4, 1, 0, 0, (byte) transparent, 0};
    }

    private static byte[] controls() {
        return HostileJpegs.repeat(control(1), 500_000);
    }

    /**
     * A well-known trick: the width is the beginning of a comment of JavaScript, whose end stands behind the picture.
     */
    private static byte[] script(byte[] plain) {
        byte[] end = "*/=1;alert(1)".getBytes(StandardCharsets.US_ASCII);
        return HostilePngs.join(plain, end);
    }
}
