package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.PixelRange;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageKeyTest {
    private static final PixelRange PIXELS = new PixelRange(3136, 1_003_520);

    @Test
    void namesBytesAndPreprocessing() {
        ImageKey key = ImageKey.of(new ImageBytes(new byte[] {1, 2, 3}), "patch 14", PIXELS);
        assertThat(key).isEqualTo(ImageKey.of(new ImageBytes(new byte[] {1, 2, 3}), "patch 14", PIXELS));
        assertThat(key).isNotEqualTo(ImageKey.of(new ImageBytes(new byte[] {1, 2, 4}), "patch 14", PIXELS));
        assertThat(key).isNotEqualTo(ImageKey.of(new ImageBytes(new byte[] {1, 2, 3}), "patch 16", PIXELS));
    }

    /** Each of them gives other features. */
    @Test
    void namesTheRangeOfPixels() {
        ImageBytes image = new ImageBytes(new byte[] {1, 2, 3});
        List<ImageKey> keys = Stream.of(
                        PIXELS,
                        PIXELS.withMin(3137),
                        PIXELS.withMax(1_003_519),
                        new PixelRange(1_003_520, 1_003_520),
                        new PixelRange(3136, 3136),
                        PixelRange.ANY)
                .map(pixels -> ImageKey.of(image, "patch 14", pixels))
                .toList();
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(keys.getFirst()).isEqualTo(ImageKey.of(image, "patch 14", new PixelRange(3136, 1_003_520)));
    }

    @Test
    void refusesWhatIsNoDigest() {
        assertThatThrownBy(() -> new ImageKey("abc")).hasMessageContaining("64").hasMessageContaining("abc");
    }
}
