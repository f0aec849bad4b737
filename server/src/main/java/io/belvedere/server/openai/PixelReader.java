package io.belvedere.server.openai;

import io.belvedere.chat.PixelRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides how many pixels of each picture the model is shown. The nearest word wins: the picture's own numbers, its
 * {@code detail}, the request's {@code mm_processor_kwargs}, what the model takes.
 */
final class PixelReader {
    /** What {@code detail: low} shows at most: 448 x 448, which is 256 tokens of 28 x 28. */
    static final long LOW_PIXELS = 448 * 448;

    /** Fields that are read here, of a picture's objects. */
    static final List<String> FIELDS = List.of("detail", "min_pixels", "max_pixels");

    private static final String OF_REQUEST = "mm_processor_kwargs";

    private final PixelRange limits;
    private final PixelRange ofRequest;

    /** An object of the request that may hold such fields, and its path. */
    record Place(JsonNode object, String path) {
        Optional<JsonNode> field(String name) {
            return object.optional(name).filter(value -> !value.isNull());
        }
    }

    /** The numbers of one level: no more than {@code max}, no less than {@code min}. */
    private record Ends(OptionalLong min, OptionalLong max) {
        PixelRange over(PixelRange farther) {
            PixelRange range = min.isPresent() ? farther.withMin(min.getAsLong()) : farther;
            return max.isPresent() ? range.withMax(max.getAsLong()) : range;
        }
    }

    /**
     * @param limits of the model
     * @param ofRequest the request's {@code mm_processor_kwargs}
     */
    PixelReader(PixelRange limits, @Nullable JsonNode ofRequest) throws ApiException {
        this.limits = limits;
        this.ofRequest = ofRequest == null || ofRequest.isNull() ? limits : readRequest(ofRequest);
    }

    private PixelRange readRequest(JsonNode fields) throws ApiException {
        if (!fields.isObject()) {
            throw wrongType(OF_REQUEST, "an object");
        }
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            boolean known =
                    field.getKey().equals("min_pixels") || field.getKey().equals("max_pixels");
            if (!known && !field.getValue().isNull()) {
                String path = OF_REQUEST + "." + shortened(field.getKey());
                throw new ApiException(
                        "unsupported_parameter",
                        path,
                        "'%s' is not supported here. Only min_pixels and max_pixels are.".formatted(path));
            }
        }
        return ends(List.of(new Place(fields, OF_REQUEST))).over(limits);
    }

    /** @param places of one picture, the nearest first */
    PixelRange read(List<Place> places) throws ApiException {
        return ends(places).over(detail(places));
    }

    private PixelRange detail(List<Place> places) throws ApiException {
        PixelRange range = ofRequest;
        for (Place place : places.reversed()) {
            Optional<JsonNode> detail = place.field("detail");
            if (detail.isPresent()) {
                range = detail(detail.get(), place.path() + ".detail");
            }
        }
        return range;
    }

    private PixelRange detail(JsonNode detail, String path) throws ApiException {
        if (!detail.isString()) {
            throw wrongType(path, "a string");
        }
        return switch (detail.stringValue()) {
            case "auto" -> ofRequest;
            case "low" -> new PixelRange(1, LOW_PIXELS).within(limits);
            case "high", "original" -> limits;
            default ->
                throw new ApiException(
                        "invalid_value",
                        path,
                        "'%s' must be low, high, auto or original; given '%s'."
                                .formatted(path, shortened(detail.stringValue())));
        };
    }

    private Ends ends(List<Place> places) throws ApiException {
        OptionalLong min = OptionalLong.empty();
        OptionalLong max = OptionalLong.empty();
        String minPath = "";
        for (Place place : places.reversed()) {
            OptionalLong least = pixels(place, "min_pixels");
            if (least.isPresent()) {
                min = least;
                minPath = place.path() + ".min_pixels";
            }
            OptionalLong most = pixels(place, "max_pixels");
            max = most.isPresent() ? most : max;
        }
        if (min.orElse(0) > max.orElse(Long.MAX_VALUE)) {
            throw new ApiException(
                    "invalid_value",
                    minPath,
                    "'%s' must not be above max_pixels, which is %d; given %d."
                            .formatted(minPath, max.getAsLong(), min.getAsLong()));
        }
        return new Ends(min, max);
    }

    private OptionalLong pixels(Place place, String name) throws ApiException {
        Optional<JsonNode> given = place.field(name);
        if (given.isEmpty()) {
            return OptionalLong.empty();
        }
        String path = place.path() + "." + name;
        JsonNode value = given.get();
        if (!value.isNumber() || value.doubleValue() != Math.rint(value.doubleValue())) {
            throw wrongType(path, "a whole number");
        }
        if (!value.canConvertToLong() || value.longValue() < limits.min() || value.longValue() > limits.max()) {
            throw new ApiException(
                    "invalid_value",
                    path,
                    "'%s' must be from %d to %d; given %s."
                            .formatted(path, limits.min(), limits.max(), shortened(value.asString())));
        }
        return OptionalLong.of(value.longValue());
    }

    private static ApiException wrongType(String path, String expected) {
        return new ApiException("invalid_type", path, "'%s' must be %s.".formatted(path, expected));
    }

    private static String shortened(String value) {
        return value.length() <= 64 ? value : value.substring(0, 64) + "...";
    }
}
