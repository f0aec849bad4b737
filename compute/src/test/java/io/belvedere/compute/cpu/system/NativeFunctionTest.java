package io.belvedere.compute.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeFunctionTest {
    @BeforeEach
    void where() {
        String obstacle = Pages.obstacle();
        assumeTrue(obstacle == null, obstacle);
    }

    @Test
    void takesArgumentsInRegisters() {
        assertThat(stored("488937 c3", 7)).as("mov [rdi], rsi").isEqualTo(7);
        assertThat(stored("4c8907 c3", 0, 0, 0, 7)).as("mov [rdi], r8").isEqualTo(7);
        assertThat(stored("4c890f c3", 0, 0, 0, 0, 7)).as("mov [rdi], r9").isEqualTo(7);
    }

    @Test
    void takesMoreArgumentsOnTheStack() {
        assertThat(stored("488b442418 488907 c3", 0, 0, 0, 0, 0, 0, 0, 7))
                .as("mov rax, [rsp + 24]; mov [rdi], rax")
                .isEqualTo(7);
    }

    /** What a function stores at its first argument, called with these behind it. */
    private static long stored(String code, long... more) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = HexFormat.of().parseHex(code.replace(" ", ""));
            NativeFunction function = new NativeFunction(bytes, arena);
            MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG);
            long at = result.address();
            switch (more.length) {
                case 1 -> function.call(at, more[0]);
                case 4 -> function.call(at, more[0], more[1], more[2], more[3]);
                case 5 -> function.call(at, more[0], more[1], more[2], more[3], more[4]);
                default -> function.call(at, more[0], more[1], more[2], more[3], more[4], more[5], more[6], more[7]);
            }
            return result.get(ValueLayout.JAVA_LONG, 0);
        }
    }
}
