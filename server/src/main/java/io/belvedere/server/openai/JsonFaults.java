package io.belvedere.server.openai;

import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.openai.wire.NotUtf8Exception;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says in our own words what the JSON reader found; its own messages name Java classes. */
final class JsonFaults {
    /** The parser's words for a name that an object has already: there is no type for it. */
    private static final Pattern TWICE = Pattern.compile("Duplicate Object property \"(.*)\"", Pattern.DOTALL);

    private static final int MOST_TOLD = 64;

    private final Limits limits;

    JsonFaults(Limits limits) {
        this.limits = limits;
    }

    ApiError toError(JacksonException fault) {
        return switch (fault) {
            case NotUtf8Exception encoding ->
                ApiError.badRequest("invalid_json", null, "The request body must be JSON in UTF-8.");
            case StreamConstraintsException beyond -> beyondLimits();
            case InputCoercionException tooLarge -> wrongType(tooLarge.getPath(), tooLarge.getTargetType());
            case MismatchedInputException mismatch
            when !mismatch.getPath().isEmpty() -> wrongType(mismatch.getPath(), mismatch.getTargetType());
            case MismatchedInputException mismatch -> noObject();
            default -> malformed(fault);
        };
    }

    static ApiError noObject() {
        return ApiError.badRequest("invalid_json", null, "The request body must be one JSON object.");
    }

    private ApiError beyondLimits() {
        String message =
                "The request body's JSON may be nested %d deep and hold %d values; names and numbers may have %d characters."
                        .formatted(
                                limits.of(Limit.JSON_DEPTH), limits.of(Limit.JSON_TOKENS), Json.MOST_NAME_CHARACTERS);
        return ApiError.badRequest("invalid_json", null, message);
    }

    private static ApiError malformed(JacksonException fault) {
        TokenStreamLocation where = fault.getLocation();
        String place = where == null || where.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(where.getLineNr(), where.getColumnNr());
        Matcher twice = TWICE.matcher(fault.getOriginalMessage());
        if (twice.lookingAt()) {
            String name = twice.group(1);
            String told = name.length() <= MOST_TOLD ? name : name.substring(0, MOST_TOLD) + "...";
            return ApiError.badRequest(
                    "invalid_json", null, "'%s' stands in an object twice%s.".formatted(told, place));
        }
        return ApiError.badRequest("invalid_json", null, "The request body is not valid JSON" + place + ".");
    }

    private static ApiError wrongType(List<JacksonException.Reference> references, Class<?> type) {
        String path = path(references);
        String message = "'%s' must be %s.".formatted(path, expected(type));
        return ApiError.badRequest("invalid_type", path, message);
    }

    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String expected(Class<?> type) {
        Map<Class<?>, String> words = Map.of(
                Double.class, "a number",
                Long.class, "a whole number of at most 64 bits",
                long.class, "a whole number of at most 64 bits",
                String.class, "a string",
                Boolean.class, "true or false",
                List.class, "an array");
        return words.getOrDefault(type, "an object");
    }
}
