package io.belvedere.engine.image.vp8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.image.DecodingWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames put together by hand, of macroblocks without coefficients: nothing but prediction from outside the frame. */
class Vp8DecoderTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 20;
    private static final byte PARTITION_BYTES = 16;

    /** Luminance 128 as the mean of nothing, 127 from above, 129 from the left; chroma is neutral. */
    @ParameterizedTest
    @CsvSource({"0, 130", "1, 129", "2, 132", "3, 132"})
    void skippedMacroblocksShowTheirPrediction(int mode, int level) throws IOException {
        byte[] rgb = Vp8Decoder.rgb(frame(mode, 1, false), WIDTH, HEIGHT, DecodingWatch.NONE);
        assertThat(rgb).hasSize(3 * WIDTH * HEIGHT).containsOnly(level);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void coefficientsMayBeSpreadOverPartitions(int partitions) throws IOException {
        assertThat(Vp8Decoder.rgb(frame(0, partitions, true), WIDTH, HEIGHT, DecodingWatch.NONE))
                .containsOnly(130);
    }

    @Test
    void anotherSizeIsRefused() {
        byte[] frame = frame(0, 1, false);
        assertThatThrownBy(() -> Vp8Decoder.rgb(frame, WIDTH, HEIGHT + 1, DecodingWatch.NONE))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNoKeyFrameIsRefused() {
        for (int i : new int[] {0, 3, 4, 5}) {
            byte[] frame = frame(0, 1, false);
            frame[i] ^= 1;
            assertThatThrownBy(() -> Vp8Decoder.rgb(frame, WIDTH, HEIGHT, DecodingWatch.NONE))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aMissingPartitionIsRefused() {
        byte[] frame = frame(0, 2, true);
        for (int length = 0; length < frame.length - PARTITION_BYTES; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> Vp8Decoder.rgb(cut, WIDTH, HEIGHT, DecodingWatch.NONE))
                    .isInstanceOf(IOException.class);
        }
    }

    /**
     * @param coded whether each block says by a token that it has no coefficients, instead of the macroblock being
     *     skipped
     */
    private static byte[] frame(int mode, int partitions, boolean coded) {
        BoolEncoder first = new BoolEncoder().number(0, 2).flag(false); // no segments
        first.flag(false).number(0, 6).number(0, 3).flag(false); // no loop filter
        first.number(Integer.numberOfTrailingZeros(partitions), 2);
        first.number(20, 7);
        for (int i = 0; i < 5; i++) {
            first.flag(false);
        }
        first.flag(false);
        for (int probability : Tables.UPDATE_PROBABILITIES) {
            first.bit(0, probability);
        }
        first.flag(true).number(100, 8);
        for (int i = 0; i < 3 * 2; i++) {
            first.bit(coded ? 0 : 1, 100);
            luminanceMode(first, mode);
            first.bit(0, 142); // chroma as the mean
        }
        return join(first.finish(), partitions);
    }

    private static void luminanceMode(BoolEncoder bits, int mode) {
        bits.bit(1, 145).bit(mode >> 1, 156);
        bits.bit(mode & 1, mode < 2 ? 163 : 128);
    }

    /** Every partition begins with what decodes to "no coefficients", whatever the block. */
    private static byte[] join(byte[] first, int partitions) {
        ByteBuffer frame = ByteBuffer.allocate(10 + first.length + 3 * (partitions - 1) + PARTITION_BYTES * partitions)
                .order(ByteOrder.LITTLE_ENDIAN);
        int tag = 1 << 4 | first.length << 5;
        frame.put((byte) tag).put((byte) (tag >> 8)).put((byte) (tag >> 16));
        frame.put(new byte[] {(byte) 0x9D, 0x01, 0x2A}).putShort((short) WIDTH).putShort((short) HEIGHT);
        frame.put(first);
        for (int i = 1; i < partitions; i++) {
            frame.put(new byte[] {PARTITION_BYTES, 0, 0});
        }
        return frame.array();
    }
}
