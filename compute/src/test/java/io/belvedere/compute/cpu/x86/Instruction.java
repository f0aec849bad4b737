package io.belvedere.compute.cpu.x86;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of {@link Assembler}, read from an instruction's text in Intel's syntax.
 *
 * @param method the instruction's
 * @param arguments its operands; a mask in braces comes behind the first
 */
record Instruction(Method method, Object... arguments) {
    private static final Pattern TEXT = Pattern.compile("(?:\\{rex} |\\{evex} )?(\\w+)(?: (.*))?");
    private static final Pattern MASKED = Pattern.compile("(.*)\\{k(\\d)}(?:\\{z})?");
    private static final Pattern MEMORY = Pattern.compile("\\w+ ptr \\[(\\w+)([+-]\\d+)?](\\{1to16})?");
    private static final Pattern VECTOR = Pattern.compile("[xyz]mm(\\d+)");
    private static final Pattern MASK = Pattern.compile("k(\\d)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    /** Methods that are not called as their instruction is. */
    private static final Map<String, String> NAMES = Map.of("vcmpge_oqps", "vcmpgeps");

    static Instruction parse(String text) {
        Matcher parts = match(TEXT, text);
        List<Object> operands = new ArrayList<>();
        if (parts.group(2) != null) {
            for (String operand : parts.group(2).split(", ", -1)) {
                Matcher masked = MASKED.matcher(operand);
                boolean hasMask = masked.matches();
                operands.add(operand(hasMask ? masked.group(1) : operand));
                if (hasMask) {
                    operands.add(Mask.valueOf("K" + masked.group(2)));
                }
            }
        }
        return new Instruction(method(parts.group(1), operands), operands.toArray());
    }

    private static Method method(String mnemonic, List<Object> operands) {
        boolean store = mnemonic.equals("mov") && operands.getFirst() instanceof Memory;
        String name = store ? "movd" : NAMES.getOrDefault(mnemonic, mnemonic);
        return Arrays.stream(Assembler.class.getMethods())
                .filter(method -> method.getName().equals(name) && takes(method, operands))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method for " + mnemonic + " " + operands));
    }

    private static boolean takes(Method method, List<Object> operands) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != operands.size()) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            Object operand = operands.get(i);
            if (types[i] == int.class ? !(operand instanceof Integer) : !types[i].isInstance(operand)) {
                return false;
            }
        }
        return true;
    }

    private static Object operand(String text) {
        Matcher memory = MEMORY.matcher(text);
        if (memory.matches()) {
            int displacement = memory.group(2) == null ? 0 : Integer.parseInt(memory.group(2));
            Gpr base = general(memory.group(1));
            return memory.group(3) == null ? base.at(displacement) : base.repeated(displacement);
        }
        Matcher vector = VECTOR.matcher(text);
        if (vector.matches()) {
            return new Zmm(Integer.parseInt(vector.group(1)));
        }
        if (MASK.matcher(text).matches()) {
            return Mask.valueOf(text.toUpperCase(Locale.ROOT));
        }
        return NUMBER.matcher(text).matches() ? (Object) Integer.valueOf(text) : general(text);
    }

    /** A general register by its name of 64 or of 32 bits. */
    private static Gpr general(String name) {
        String wide = name.startsWith("e") ? "r" + name.substring(1) : name;
        return Gpr.valueOf(wide.replaceFirst("(r\\d+)d", "$1").toUpperCase(Locale.ROOT));
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new AssertionError("not an instruction: " + text);
        }
        return matcher;
    }
}
