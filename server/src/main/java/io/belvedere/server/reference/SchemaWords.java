package io.belvedere.server.reference;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A JSON schema's type and limits, in words. */
final class SchemaWords {
    private SchemaWords() {}

    /** As HTML: names of other schemas are links. Null is left out, for it means the same as nothing. */
    static String type(JsonNode schema) {
        Html type = new Html();
        JsonNode reference = schema.path("$ref");
        if (reference.isString()) {
            String name =
                    reference.stringValue().substring(reference.stringValue().lastIndexOf('/') + 1);
            return type.raw("<a href=\"#")
                    .text(name)
                    .raw("\">")
                    .text(name)
                    .raw("</a>")
                    .toString();
        }
        JsonNode choices = schema.has("anyOf") ? schema.path("anyOf") : schema.path("oneOf");
        if (!choices.isEmpty()) {
            return choices.values().stream()
                    .map(SchemaWords::type)
                    .filter(word -> !word.equals("null"))
                    .collect(joining(" or "));
        }
        if (schema.has("items")) {
            return "array of " + type(schema.path("items"));
        }
        return type.text(words(schema.path("type"))).toString();
    }

    private static String words(JsonNode type) {
        Stream<String> all =
                type.isArray() ? type.values().stream().map(JsonNode::asString) : Stream.of(type.asString(""));
        String words = all.filter(word -> !word.equals("null")).collect(joining(" or "));
        return words.isEmpty() && type.asString("").equals("null") ? "null" : words;
    }

    /** Its numbers and its words; empty if it takes all of its type. */
    static String range(JsonNode schema) {
        List<String> range = new ArrayList<>();
        add(range, "from ", schema.path("minimum"));
        add(range, "above ", schema.path("exclusiveMinimum"));
        add(range, "to ", schema.path("maximum"));
        add(range, "from ", schema.path("minItems"));
        add(range, "to ", schema.path("maxItems"));
        add(range, "up to ", schema.path("maxProperties"));
        add(range, "", schema.path("const"));
        String words = schema.path("enum").values().stream()
                .filter(word -> !word.isNull())
                .map(JsonNode::asString)
                .collect(joining(", "));
        if (!words.isEmpty()) {
            range.add(words);
        }
        return String.join(" ", range);
    }

    private static void add(List<String> range, String word, JsonNode limit) {
        if (!limit.isMissingNode()) {
            range.add(word + limit.asString());
        }
    }
}
