package io.belvedere.server.openai;

import static io.belvedere.server.openai.ApiFixture.hello;
import static io.belvedere.server.openai.HostileBody.refused;

import io.belvedere.server.openai.wire.ChatCompletionRequest;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Each field of a request with values of every type but its own, and numbers that its type can't hold. */
final class HostileFields {
    private static final String DIGITS = "9".repeat(1_000);

    private static final Map<Class<?>, List<String>> WRONG = Map.of(
            String.class, List.of("1", "1.5", "true", "[]", "{}", "[\"a\"]"),
            Double.class, List.of("\"\"", "\"1\"", "true", "[]", "[1]", "{}"),
            Long.class,
                    List.of(
                            "\"\"",
                            "\"1\"",
                            "true",
                            "[]",
                            "[1]",
                            "{}",
                            "1.5",
                            "1e999",
                            "9223372036854775808",
                            "-9223372036854775809",
                            DIGITS),
            Boolean.class, List.of("\"\"", "\"true\"", "0", "1", "1.0", "[]", "[true]", "{}"),
            List.class, List.of("\"\"", "\"a\"", "1", "true", "{}"),
            Map.class, List.of("\"\"", "\"a\"", "1", "true", "[]"),
            Record.class, List.of("\"\"", "\"a\"", "1", "true", "[]"));

    private HostileFields() {}

    /** Names as they stand in JSON, with their types; without those whose JSON is read by hand. */
    static Stream<RecordComponent> typed() {
        return all().filter(field -> field.getType() != JsonNode.class);
    }

    static Stream<RecordComponent> all() {
        return Arrays.stream(ChatCompletionRequest.class.getRecordComponents())
                .filter(field -> !field.getName().equals("others"));
    }

    static String name(RecordComponent field) {
        return field.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    static Stream<HostileBody> wrongTypes() {
        return typed().flatMap(field -> wrong(field).stream().map(value -> wrongType(name(field), value)));
    }

    private static List<String> wrong(RecordComponent field) {
        return WRONG.get(field.getType().isRecord() ? Record.class : field.getType());
    }

    private static HostileBody wrongType(String field, String value) {
        String body = Set.of("model", "messages").contains(field)
                ? "{\"%s\": %s}".formatted(field, value)
                : hello("\"%s\": %s,".formatted(field, value));
        return refused(field + " = " + shortened(value), body, "invalid_type", field);
    }

    /** Numbers that JSON can write and a double can't hold are infinite, and so out of every range. */
    static Stream<HostileBody> hugeNumbers() {
        List<HostileBody> cases = new ArrayList<>();
        typed().filter(field -> field.getType() == Double.class).forEach(field -> {
            for (String value : List.of("1e999", "-1e999", DIGITS, "-" + DIGITS, "1e999999999")) {
                String name = name(field);
                cases.add(refused(
                        name + " = " + shortened(value),
                        hello("\"%s\": %s,".formatted(name, value)),
                        "invalid_value",
                        name));
            }
        });
        for (String field : List.of("best_of", "length_penalty")) {
            for (String value : List.of("1e999", DIGITS)) {
                cases.add(refused(
                        field + " = " + shortened(value),
                        hello("\"%s\": %s,".formatted(field, value)),
                        "unsupported_value",
                        field));
            }
        }
        return cases.stream();
    }

    private static String shortened(String value) {
        return value.length() <= 24 ? value : value.substring(0, 24) + "...";
    }
}
