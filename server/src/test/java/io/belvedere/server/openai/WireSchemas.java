package io.belvedere.server.openai;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.belvedere.server.openai.wire.ChatCompletionRequest;
import io.belvedere.server.openai.wire.Chunk;
import io.belvedere.server.openai.wire.Finish;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.openai.wire.ReplyHead;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares the records of {@code server.openai.wire} with their JSON schemas: names, types, what may be null or absent.
 */
final class WireSchemas {
    /** They have no JSON object of their own. */
    private static final Set<Class<?>> PARTS = Set.of(ReplyHead.class, Finish.class, Chunk.WithUsage.class);

    private static final Map<Class<?>, String> WORDS = Map.ofEntries(
            entry(String.class, "string"),
            entry(int.class, "integer"),
            entry(Integer.class, "integer"),
            entry(long.class, "integer"),
            entry(Long.class, "integer"),
            entry(double.class, "number"),
            entry(Double.class, "number"),
            entry(boolean.class, "boolean"),
            entry(Boolean.class, "boolean"),
            entry(Map.class, "object"),
            entry(Object.class, "null"));

    private WireSchemas() {}

    static Stream<Class<?>> records() {
        return new ClassFileImporter()
                .importPackagesOf(Json.class).stream()
                        .map(JavaClass::reflect)
                        .filter(type -> type.isRecord() && !PARTS.contains(type));
    }

    static void check(Class<?> record, JsonNode schema) {
        boolean ofRequest = record.getName().startsWith(ChatCompletionRequest.class.getName());
        Set<String> names = new TreeSet<>(record == Chunk.class ? Set.of("usage") : Set.of());
        Set<String> always = new TreeSet<>();
        for (RecordComponent field : record.getRecordComponents()) {
            if (!field.getName().equals("others")) {
                String name = HostileFields.name(field);
                names.add(name);
                if (!mayBeAbsent(record, field)) {
                    always.add(name);
                }
                checkType(field, schema.path("properties").path(name), name);
            }
        }
        assertThat(schema.path("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(names);
        if (!ofRequest) {
            assertThat(schema.path("required").values())
                    .map(JsonNode::asString)
                    .containsExactlyInAnyOrderElementsOf(always);
        }
    }

    private static boolean mayBeAbsent(Class<?> record, RecordComponent field) {
        boolean nullsLeftOut = record.isAnnotationPresent(JsonInclude.class)
                && field.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return nullsLeftOut || field.getAccessor().isAnnotationPresent(JsonInclude.class);
    }

    private static void checkType(RecordComponent field, JsonNode schema, String name) {
        if (field.getType() == JsonNode.class) {
            return;
        }
        Set<String> told = types(schema);
        boolean nullable = told.contains("null");
        told.remove("null");
        assertThat(told.isEmpty() ? Set.of("null") : told).as(name).containsExactly(type(field.getAnnotatedType()));
        boolean required = Set.of("messages", "role").contains(name);
        if (!required && !mayBeAbsent(field.getDeclaringRecord(), field)) {
            assertThat(nullable)
                    .as("null for " + name)
                    .isEqualTo(field.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }
    }

    private static String type(AnnotatedType type) {
        Class<?> raw = raw(type);
        if (raw == int[].class) {
            return "array of integer";
        }
        if (raw == List.class) {
            return "array of " + type(((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[0]);
        }
        return raw.isRecord() ? raw.getSimpleName() : WORDS.getOrDefault(raw, raw.getName());
    }

    private static Class<?> raw(AnnotatedType type) {
        return switch (type.getType()) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new TreeSet<>();
        schema.path("anyOf").values().forEach(choice -> types.addAll(types(choice)));
        if (schema.has("$ref")) {
            types.add(schema.path("$ref").asString().replaceFirst(".*/", ""));
        }
        JsonNode words = schema.path("type");
        for (JsonNode word :
                words.isArray() ? words.values() : words.isString() ? List.of(words) : List.<JsonNode>of()) {
            types.add(
                    word.asString().equals("array")
                            ? "array of " + String.join("", types(schema.path("items")))
                            : word.asString());
        }
        return types;
    }
}
