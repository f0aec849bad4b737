package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JpegColorTest {
    @Test
    void inksAreMultipliedWithBlack() {
        assertThat(JpegColor.CMYK.toRgb(bytes(0, 128, 255, 0))).isEqualTo(bytes(255, 127, 0));
        assertThat(JpegColor.CMYK.toRgb(bytes(0, 128, 255, 128))).isEqualTo(bytes(127, 63, 0));
        assertThat(JpegColor.CMYK.toRgb(bytes(0, 0, 0, 255))).isEqualTo(bytes(0, 0, 0));
    }

    @Test
    void adobesInksAreTheOtherWayRound() {
        assertThat(JpegColor.INVERTED_CMYK.toRgb(bytes(255, 127, 0, 127))).isEqualTo(bytes(127, 63, 0));
    }

    @Test
    void luminanceAndChromaBecomeColours() {
        assertThat(JpegColor.YCC.toRgb(bytes(76, 85, 255, 150, 44, 21, 29, 255, 107)))
                .isEqualTo(bytes(254, 0, 0, 0, 255, 1, 0, 0, 254));
        assertThat(JpegColor.YCC.toRgb(bytes(77, 128, 128))).isEqualTo(bytes(77, 77, 77));
    }

    @Test
    void greyIsRepeatedAndRgbStays() {
        assertThat(JpegColor.GREY.toRgb(bytes(0, 200))).isEqualTo(bytes(0, 0, 0, 200, 200, 200));
        assertThat(JpegColor.RGB.toRgb(bytes(1, 2, 3))).isEqualTo(bytes(1, 2, 3));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
