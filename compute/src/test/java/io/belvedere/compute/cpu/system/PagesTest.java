package io.belvedere.compute.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PagesTest {
    private static final byte RET = (byte) 0xC3;

    @BeforeEach
    void theSystemHasThem() {
        String obstacle = Pages.obstacle();
        assumeTrue(obstacle == null, obstacle);
    }

    @Test
    void codeMayBeRunAndNoLongerWritten() throws Exception {
        long address;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = Pages.executable(new byte[] {RET}, arena);
            address = code.address();
            assertThat(MemoryMap.permissions(address)).isEqualTo("r-xp");
        }
        assertThat(MemoryMap.permissions(address)).doesNotContain("x");
    }

    @Test
    void pagesAreZerosAndMayNotBeRun() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pages = Pages.allocate(10_000, arena);
            assertThat(pages.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(new byte[10_000]);
            assertThat(MemoryMap.permissions(pages.address())).isEqualTo("rw-p");
        }
    }

    @ParameterizedTest
    @EnumSource
    void guardedMemoryLiesAtAPageWithoutAccess(GuardedMemory.Side side) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = new GuardedMemory(side, arena).allocate(GuardedMemory.PAGE + 20, 4);
            long end = memory.address() + memory.byteSize();
            boolean atStart = side == GuardedMemory.Side.START;
            assertThat(MemoryMap.permissions(atStart ? memory.address() - 1 : end))
                    .isEqualTo("---p");
            assertThat(MemoryMap.permissions(memory.address())).isEqualTo("rw-p");
            assertThat(MemoryMap.permissions(end - 1)).isEqualTo("rw-p");
        }
    }
}
