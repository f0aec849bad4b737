package io.belvedere.compute.cpu.x86;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    private static final Pattern NARROW = Pattern.compile("\\b(dword|word|byte) ptr");

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
        return new Instruction(method(name(parts.group(1), text), operands), operands.toArray());
    }

    /** Some instructions have a method for each size that they move, or for a comparison. */
    private static String name(String mnemonic, String text) {
        Matcher narrow = NARROW.matcher(text);
        if (mnemonic.matches("mov|movzx") && narrow.find()) {
            String size = narrow.group(1);
            return mnemonic + size.substring(0, 1).toUpperCase(Locale.ROOT) + size.substring(1);
        }
        if (mnemonic.equals("vmovups") && text.contains("xmm")) {
            return "vmovupsQuarter";
        }
        return mnemonic.equals("vcmpge_oqps") ? "vcmpgeps" : mnemonic;
    }

    private static Method method(String name, List<Object> operands) {
        return Arrays.stream(Assembler.class.getMethods())
                .filter(method -> method.getName().equals(name) && takes(method, operands))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method for " + name + " " + operands));
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

    /**
     * A general register by its name of 64, 32, 16 or 8 bits:
     * {@code rsi, esi, si, sil; r9, r9d, r9w, r9b; rax, eax, ax, al}.
     */
    private static Gpr general(String name) {
        if (name.matches("r\\d+[dwb]?")) {
            return Gpr.valueOf("R" + name.replaceAll("\\D", ""));
        }
        String letters = name.matches("[re]..") ? name.substring(1) : name;
        String word = letters.matches("[abcd]l") ? letters.charAt(0) + "x" : letters.replaceFirst("^(..)l$", "$1");
        return Gpr.valueOf("R" + word.toUpperCase(Locale.ROOT));
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new AssertionError("not an instruction: " + text);
        }
        return matcher;
    }
}
