package io.belvedere.compute.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void codeMayBeRunAndNoLongerWritten() throws Throwable {
        long address;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = Pages.executable(new byte[] {RET}, arena);
            address = code.address();
            assertThat(MemoryMap.permissions(address)).isEqualTo("r-xp");
            NativeCalls.taking(1).invokeExact(code, 0L);
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

    @Test
    void releasedMemoryOfAFileIsReadAgain(@TempDir Path folder) throws IOException {
        byte[] content = new byte[5 * (int) GuardedMemory.PAGE + 100];
        Arrays.fill(content, (byte) 7);
        Path file = Files.write(folder.resolve("weights"), content);
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, content.length, arena);
            Pages.release(mapped.asSlice(50));
            assertThat(mapped.mismatch(MemorySegment.ofArray(content))).isEqualTo(-1);
        }
    }

    @Test
    void releasedMemoryOfNoFileKeepsItsContent() {
        try (Arena arena = Arena.ofConfined()) {
            byte[] content = new byte[5 * (int) GuardedMemory.PAGE];
            Arrays.fill(content, (byte) 7);
            MemorySegment memory = arena.allocate(content.length, 64).copyFrom(MemorySegment.ofArray(content));
            Pages.release(memory);
            assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
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
