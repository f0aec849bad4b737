package io.belvedere.compute.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageSlabsTest {
    @BeforeEach
    void needsPages() {
        assumeTrue(Pages.obstacle() == null, () -> "not tested here: " + Pages.obstacle());
    }

    @Test
    void piecesAreZeroedAlignedAndApart() {
        try (Arena arena = Arena.ofConfined()) {
            PageSlabs slabs = new PageSlabs(arena);
            List<MemorySegment> pieces =
                    List.of(slabs.allocate(100, 64), slabs.allocate(3_000_001, 64), slabs.allocate(64, 64));
            assertThat(pieces.getFirst().address() % PageSlabs.LARGE_PAGE).isZero();
            for (int i = 0; i < pieces.size(); i++) {
                MemorySegment piece = pieces.get(i);
                assertThat(piece.address() % 64).isZero();
                assertThat(piece.get(ValueLayout.JAVA_BYTE, piece.byteSize() - 1))
                        .isZero();
                piece.fill((byte) (i + 1));
            }
            for (int i = 0; i < pieces.size(); i++) {
                byte[] content = pieces.get(i).toArray(ValueLayout.JAVA_BYTE);
                assertThat(content).containsOnly(i + 1);
            }
        }
    }

    @Test
    void aPieceMayBeLargerThanASlab() {
        try (Arena arena = Arena.ofConfined()) {
            PageSlabs slabs = new PageSlabs(arena);
            slabs.allocate(1000, 64);
            MemorySegment large = slabs.allocate(PageSlabs.SLAB_BYTES + 1, 64);
            assertThat(large.address() % PageSlabs.LARGE_PAGE).isZero();
            large.set(ValueLayout.JAVA_BYTE, PageSlabs.SLAB_BYTES, (byte) 1);
            assertThat(slabs.allocate(PageSlabs.SLAB_BYTES, 64).get(ValueLayout.JAVA_BYTE, 0))
                    .isZero();
        }
    }
}
