package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageBytes;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageHeader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DecodingLimitsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void tellsWhatAPictureTakesAndMay() throws Exception {
        ImageHeader header = ImageDecoder.DEFAULT.probe(new ImageBytes(TinyPictures.png(40, 25)));
        new DecodingLimits(header.decodingBytes(), 1_000, LONG).check(header);
        assertThatThrownBy(() -> new DecodingLimits(1 << 30, 999, LONG).check(header))
                .isInstanceOf(ImageException.class)
                .hasMessage("Decoding the image of 40x25 pixels takes 1000 visits to a pixel; the limit is 999.");
        assertThatThrownBy(() -> new DecodingLimits(header.decodingBytes() - 1, 1_000, LONG).check(header))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("MiB of memory");
    }

    @Test
    void mustLeaveRoomForAnything() {
        assertThatThrownBy(() -> new DecodingLimits(0, 1, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecodingLimits(1, 0, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecodingLimits(1, 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
