package io.belvedere.server.openai;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Values that ask for nothing, though their field is not available: what clients send by habit. */
final class Harmless {
    static final Predicate<JsonNode> NONE = value -> false;
    static final Predicate<JsonNode> FALSE = value -> value.isBoolean() && !value.booleanValue();
    static final Predicate<JsonNode> TRUE = value -> value.isBoolean() && value.booleanValue();
    /** An array, object or string with nothing in it. */
    static final Predicate<JsonNode> EMPTY =
            value -> value.isString() ? value.stringValue().isEmpty() : value.isContainer() && value.isEmpty();

    static final Predicate<JsonNode> TEXT_FORMAT =
            value -> value.size() == 1 && value.path("type").asString("").equals("text");
    static final Predicate<JsonNode> TEXT_ALONE = value ->
            value.isArray() && value.size() == 1 && value.path(0).asString("").equals("text");

    private Harmless() {}

    static Predicate<JsonNode> number(int harmless) {
        return value -> value.isIntegralNumber()
                ? value.canConvertToInt() && value.intValue() == harmless
                : value.isNumber() && value.doubleValue() == harmless;
    }

    static Predicate<JsonNode> word(String... harmless) {
        return value -> value.isString() && List.of(harmless).contains(value.stringValue());
    }
}
