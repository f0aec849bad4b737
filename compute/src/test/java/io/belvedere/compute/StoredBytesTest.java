package io.belvedere.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredBytesTest {
    private final byte[] content = new byte[10_000];
    private final StoredBytes.Source source =
            (position, to) -> to.copyFrom(MemorySegment.ofArray(content).asSlice(position, to.byteSize()));

    StoredBytesTest() {
        new Random(3).nextBytes(content);
    }

    @Test
    void partsOfASourceAreCopiedFromIt() {
        StoredBytes unlike = new StoredBytes(MemorySegment.ofArray(new byte[10_000]), source, 0);
        assertThat(copy(unlike.slice(1000, 5000).slice(10, 4000), 17, 3983)).isEqualTo(content(1027, 3983));
    }

    @Test
    void withoutASourceMemoryIsCopied() {
        StoredBytes part = StoredBytes.of(MemorySegment.ofArray(content)).slice(1000, 5000);
        assertThat(part.bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content(1000, 5000));
        assertThat(copy(part, 17, 4000)).isEqualTo(content(1017, 4000));
    }

    @Test
    void nothingIsCopiedFromOutside() {
        StoredBytes part = new StoredBytes(MemorySegment.ofArray(content), source, 0).slice(1000, 50);
        assertThatThrownBy(() -> copy(part, 1, 50)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> part.slice(1, 50)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] copy(StoredBytes stored, long offset, long size) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(size);
            stored.copy(offset, to);
            return to.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private byte[] content(int from, int size) {
        return Arrays.copyOfRange(content, from, from + size);
    }
}
