package io.belvedere.server.document.pdf.jpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small files whose headers promise much: refused before there is memory or time for it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JpxBombTest {
    private static final int SMALL_BLOCKS = 0;
    private static final int LARGEST_PRECINCTS = 0xFF;
    private static final long FEW_BYTES = 32 << 20;

    /** A codestream up to its first tile, grey or of more components; no wavelet steps other than those told. */
    private static ByteArrayOutputStream header(
            int width, int height, int tile, int components, int layers, int levels, int precincts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        u16(out, 0xFF4F, 0xFF51, 38 + 3 * components, 0);
        u32(out, width, height, 0, 0, tile, tile, 0, 0);
        u16(out, components);
        for (int c = 0; c < components; c++) {
            u8(out, 7, 1, 1);
        }
        u16(out, 0xFF52, 13 + levels);
        u8(out, 1, 0);
        u16(out, layers);
        u8(out, 0, levels, SMALL_BLOCKS, SMALL_BLOCKS, 0, 1);
        for (int r = 0; r <= levels; r++) {
            u8(out, precincts);
        }
        u16(out, 0xFF5C, 4 + 3 * levels);
        u8(out, 0x40);
        for (int band = 0; band <= 3 * levels; band++) {
            u8(out, 8 << 3);
        }
        return out;
    }

    private static void tile(ByteArrayOutputStream out, int number, byte[] packets) {
        u16(out, 0xFF90, 10, number);
        u32(out, 14 + packets.length);
        u8(out, 0, 1);
        u16(out, 0xFF93);
        out.writeBytes(packets);
    }

    private static void u8(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value);
        }
    }

    private static void u16(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            u8(out, value >> 8, value);
        }
    }

    private static void u32(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            u16(out, value >> 16, value);
        }
    }

    private static void assertRefused(ByteArrayOutputStream file, long mostAllocated, String words) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] bytes = file.toByteArray();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> JpxPicture.decode(bytes))
                .isInstanceOf(JpxFault.class)
                .hasMessageContaining(words);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(mostAllocated);
    }

    @Test
    void aPictureOfTheHeadersMakingFollowsItsPackets() throws JpxFault {
        ByteArrayOutputStream file = header(40, 30, 40, 3, 2, 1, LARGEST_PRECINCTS);
        tile(file, 0, new byte[12]);
        assertThat(JpxPicture.decode(file.toByteArray()).samples())
                .hasSize(40 * 30 * 3)
                .containsOnly(128);
    }

    @Test
    void precinctsWithoutPackets() {
        ByteArrayOutputStream file = header(1400, 1000, 1400, 5, 1, 0, 0);
        tile(file, 0, new byte[1000]);
        assertRefused(file, FEW_BYTES, "packets that are missing");
    }

    @Test
    void blocksInManyLayers() {
        ByteArrayOutputStream file = header(1024, 1024, 1024, 1, 65_535, 0, LARGEST_PRECINCTS);
        tile(file, 0, new byte[65_535]);
        assertRefused(file, FEW_BYTES, "blocks in all its layers");
    }

    /**
     * The first block's missing planes are told by a million zeros; all others would be asked for every one of them.
     */
    @Test
    void missingBitPlanes() {
        ByteArrayOutputStream file = header(256, 256, 256, 1, 1, 0, LARGEST_PRECINCTS);
        byte[] packet = new byte[200_000];
        for (int i = 0; i < packet.length; i++) {
            boolean ones = i == 0 || i > packet.length / 2;
            packet[i] = (byte) (!ones ? 0 : i % 2 == 0 ? 0xFF : 0x7F);
        }
        tile(file, 0, packet);
        assertRefused(file, FEW_BYTES, "blocks without bit planes");
    }

    @Test
    void pixelsWithoutMemory() {
        ByteArrayOutputStream file = header(46_000, 46_000, 46_000, 1, 1, 5, LARGEST_PRECINCTS);
        tile(file, 0, new byte[100]);
        assertRefused(file, FEW_BYTES, "46000 x 46000 pixels, which take more memory than the ");
    }

    @Test
    void asManyTilesAndLevelsAsCanBe() throws JpxFault {
        ByteArrayOutputStream file = header(255, 257, 1, 3, 1, 32, LARGEST_PRECINCTS);
        for (int i = 0; i < 255 * 257; i++) {
            tile(file, i, new byte[3 * 33]);
        }
        assertThat(JpxPicture.decode(file.toByteArray()).samples())
                .hasSize(255 * 257 * 3)
                .containsOnly(128);
    }
}
