package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisionWindowsTest {
    @Test
    void cutsAPictureIntoWindowsOfCells() {
        VisionWindows windows = VisionWindows.over(5, 9, 4, 4);
        assertThat(windows.cells())
                .containsExactly(
                        0, 1, 2, 3, 9, 10, 11, 12, 18, 19, 20, 21, 27, 28, 29, 30, //
                        4, 5, 6, 7, 13, 14, 15, 16, 22, 23, 24, 25, 31, 32, 33, 34, //
                        8, 17, 26, 35, //
                        36, 37, 38, 39, 40, 41, 42, 43, 44);
        assertThat(windows.bounds()).containsExactly(0, 64, 128, 144, 160, 176, 180);
    }

    @Test
    void aCellsPatchesStayTogether() {
        VisionWindows windows = VisionWindows.over(1, 3, 2, 4);
        assertThat(windows.patches(4)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(VisionWindows.over(2, 3, 2, 1).patches(1)).containsExactly(0, 1, 3, 4, 2, 5);
    }
}
