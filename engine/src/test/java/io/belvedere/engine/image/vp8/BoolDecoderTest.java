package io.belvedere.engine.image.vp8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoolDecoderTest {
    @Test
    void readsWhatTheEncoderWrote() throws EOFException {
        Random random = new Random(9);
        for (int round = 0; round < 50; round++) {
            int count = 1 + random.nextInt(500);
            int[] probabilities = random.ints(count, 1, 256).toArray();
            int[] bits = new int[count];
            BoolEncoder encoder = new BoolEncoder();
            for (int i = 0; i < count; i++) {
                bits[i] = random.nextInt(256) < probabilities[i] ? 0 : 1;
                encoder.bit(bits[i], probabilities[i]);
            }
            byte[] data = encoder.finish();
            BoolDecoder decoder = new BoolDecoder(data, 0, data.length);
            for (int i = 0; i < count; i++) {
                assertThat(decoder.bit(probabilities[i])).isEqualTo(bits[i]);
            }
            decoder.checkEnd();
        }
    }

    @Test
    void readsNumbersAndSigns() {
        byte[] data = new BoolEncoder()
                .number(0x5A, 7)
                .flag(true)
                .number(9, 4)
                .flag(true)
                .flag(false)
                .number(3, 2)
                .finish();
        BoolDecoder decoder = new BoolDecoder(data, 0, data.length);
        assertThat(decoder.number(7)).isEqualTo(0x5A);
        assertThat(decoder.optionalSigned(4)).isEqualTo(-9);
        assertThat(decoder.optionalSigned(4)).isZero();
        assertThat(decoder.number(2)).isEqualTo(3);
    }

    @Test
    void noticesThatItReadBeyondTheEnd() throws EOFException {
        BoolDecoder decoder = new BoolDecoder(new byte[4], 0, 4);
        decoder.number(8 * 4);
        decoder.checkEnd();
        decoder.number(8 * 4);
        assertThatThrownBy(decoder::checkEnd).isInstanceOf(EOFException.class);
    }
}
