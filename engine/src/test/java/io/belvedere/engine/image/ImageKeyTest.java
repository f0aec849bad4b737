package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageBytes;
import org.junit.jupiter.api.Test;

class ImageKeyTest {
    @Test
    void namesBytesAndPreprocessing() {
        ImageKey key = ImageKey.of(new ImageBytes(new byte[] {1, 2, 3}), "patch 14");
        assertThat(key).isEqualTo(ImageKey.of(new ImageBytes(new byte[] {1, 2, 3}), "patch 14"));
        assertThat(key).isNotEqualTo(ImageKey.of(new ImageBytes(new byte[] {1, 2, 4}), "patch 14"));
        assertThat(key).isNotEqualTo(ImageKey.of(new ImageBytes(new byte[] {1, 2, 3}), "patch 16"));
    }

    @Test
    void refusesWhatIsNoDigest() {
        assertThatThrownBy(() -> new ImageKey("abc")).hasMessageContaining("64").hasMessageContaining("abc");
    }
}
