package io.belvedere.compute.cpu.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Against another assembler's bytes: {@code instructions.txt}. */
class AssemblerTest {
    private static final Set<String> NO_INSTRUCTIONS = Set.of("toByteArray", "label", "loop");

    /** A line of the table. */
    private record Line(Instruction instruction, String text, String code) {}

    @Test
    void writesTheBytesOfAnotherAssembler() throws Exception {
        for (Line line : table()) {
            Assembler assembler = new Assembler();
            line.instruction.method().invoke(assembler, line.instruction.arguments());
            assertThat(hex(assembler)).as(line.text).isEqualTo(line.code);
        }
    }

    @Test
    void theTableHasEveryInstruction() throws Exception {
        Set<Method> tested =
                table().stream().map(line -> line.instruction.method()).collect(Collectors.toSet());
        List<Method> all = Arrays.stream(Assembler.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !NO_INSTRUCTIONS.contains(method.getName()))
                .toList();
        assertThat(tested).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void loopsJumpBack() {
        assertThat(code(assembler -> {
                    assembler.ret();
                    Label next = assembler.label();
                    assembler.add(Gpr.RDI, 1000);
                    assembler.loop(Gpr.RDX, next);
                    assembler.ret();
                }))
                .isEqualTo("c3" + "4881c7e8030000" + "48ffca" + "0f85f0ffffff" + "c3");
    }

    @Test
    void loopsOfAnyLengthJumpBack() {
        assertThat(code(assembler -> {
                    Label next = assembler.label();
                    for (int i = 0; i < 3000; i++) {
                        assembler.vzeroupper();
                    }
                    assembler.loop(Gpr.R8, next);
                }))
                .isEqualTo("c5f877".repeat(3000) + "49ffc8" + "0f85cfdcffff"); // -(9000 + 9)
    }

    private static String code(Consumer<Assembler> writer) {
        Assembler assembler = new Assembler();
        writer.accept(assembler);
        return hex(assembler);
    }

    private static String hex(Assembler assembler) {
        return HexFormat.of().formatHex(assembler.toByteArray());
    }

    private static List<Line> table() throws IOException {
        try (InputStream file = Objects.requireNonNull(AssemblerTest.class.getResourceAsStream("instructions.txt"))) {
            Stream<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines();
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" = ", 2))
                    .map(sides -> new Line(Instruction.parse(sides[0]), sides[0], sides[1]))
                    .toList();
        }
    }
}
