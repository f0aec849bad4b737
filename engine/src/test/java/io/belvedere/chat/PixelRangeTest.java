package io.belvedere.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelRangeTest {
    private final PixelRange range = new PixelRange(100, 200);

    @ParameterizedTest
    @CsvSource({"0, 10", "-1, 10", "11, 10"})
    void refusesWhatIsNoRange(long min, long max) {
        assertThatThrownBy(() -> new PixelRange(min, max))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least " + min)
                .hasMessageContaining("at most " + max);
    }

    @Test
    void aNewEndMovesTheOtherIfItMust() {
        assertThat(range.withMin(150)).isEqualTo(new PixelRange(150, 200));
        assertThat(range.withMin(300)).isEqualTo(new PixelRange(300, 300));
        assertThat(range.withMax(150)).isEqualTo(new PixelRange(100, 150));
        assertThat(range.withMax(50)).isEqualTo(new PixelRange(50, 50));
    }

    @Test
    void isCutToLimits() {
        assertThat(range.within(new PixelRange(120, 150))).isEqualTo(new PixelRange(120, 150));
        assertThat(range.within(new PixelRange(1, 150))).isEqualTo(new PixelRange(100, 150));
        assertThat(range.within(new PixelRange(300, 400))).isEqualTo(new PixelRange(300, 300));
        assertThat(range.within(new PixelRange(10, 50))).isEqualTo(new PixelRange(50, 50));
        assertThat(PixelRange.ANY.within(range)).isEqualTo(range);
    }

    @Test
    void aPictureKeepsItsRangeWhereverItComesFrom() {
        Part.Image image = new Part.Image(new ImageSource.Remote(URI.create("https://h.example/a")), range);
        ImageSource fetched = new ImageSource.Inline(new ImageBytes(new byte[] {1}));
        assertThat(image.withSource(fetched)).isEqualTo(new Part.Image(fetched, range));
    }
}
