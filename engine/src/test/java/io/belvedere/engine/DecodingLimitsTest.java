package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageBytes;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageHeader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DecodingLimitsTest {
    @Test
    void tellsWhatAPictureTakesAndMay() throws Exception {
        ImageHeader header = ImageDecoder.DEFAULT.probe(new ImageBytes(TinyPictures.png(40, 25)));
        limits(header.decodingBytes(), 1_000).check(header);
        assertThatThrownBy(() -> limits(1 << 30, 999).check(header))
                .isInstanceOf(ImageException.class)
                .hasMessage("Decoding the image of 40x25 pixels takes 1000 visits to a pixel; the limit is 999.");
        assertThatThrownBy(() -> limits(header.decodingBytes() - 1, 1_000).check(header))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("MiB of memory");
    }

    @Test
    void mustLeaveRoomForAnything() {
        assertThatThrownBy(() -> limits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DecodingLimits.builder().time(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DecodingLimits.builder().threads(0).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DecodingLimits limits(long bytes, long work) {
        return DecodingLimits.builder().bytes(bytes).work(work).build();
    }
}
