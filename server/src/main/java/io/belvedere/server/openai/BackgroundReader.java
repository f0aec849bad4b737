package io.belvedere.server.openai;

import io.belvedere.chat.Background;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides what shows through transparent pictures: a picture's own {@code background}, else the request's
 * {@code media_io_kwargs}, as vLLM calls it, else what the server is set to.
 */
final class BackgroundReader {
    /** The field that is read here, of a picture's objects. */
    static final String FIELD = "background";

    private static final String OF_REQUEST = "media_io_kwargs";
    private static final String COLOR = "rgba_background_color";

    private final Optional<Background> ofRequest;

    /**
     * @param ofRequest the request's {@code media_io_kwargs}: {@code {"image": {"rgba_background_color": [R, G, B]}}}
     */
    BackgroundReader(@Nullable JsonNode ofRequest) throws ApiException {
        Optional<JsonNode> image = only(ofRequest, OF_REQUEST, "image");
        Optional<JsonNode> color = image.isEmpty() ? Optional.empty() : only(image.get(), OF_REQUEST + ".image", COLOR);
        this.ofRequest =
                color.isEmpty() ? Optional.empty() : Optional.of(color(color.get(), OF_REQUEST + ".image." + COLOR));
    }

    /** @param places of one picture, the nearest first */
    Optional<Background> read(List<PixelReader.Place> places) throws ApiException {
        for (PixelReader.Place place : places) {
            Optional<JsonNode> given = place.field(FIELD);
            if (given.isPresent()) {
                String path = place.path() + "." + FIELD;
                return Optional.of(Background.parse(given.get().asString(""))
                        .orElseThrow(() -> new ApiException(
                                "invalid_value",
                                path,
                                "'%s' must be a colour as #RRGGBB, such as #000000 for black.".formatted(path))));
            }
        }
        return ofRequest;
    }

    /** The one field that an object may have; any other is refused by name. */
    private static Optional<JsonNode> only(@Nullable JsonNode object, String path, String name) throws ApiException {
        if (object == null || object.isNull()) {
            return Optional.empty();
        }
        if (!object.isObject()) {
            throw new ApiException("invalid_type", path, "'%s' must be an object.".formatted(path));
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getKey().equals(name) && !field.getValue().isNull()) {
                String key = field.getKey();
                String other = path + "." + (key.length() <= 64 ? key : key.substring(0, 64) + "...");
                throw new ApiException(
                        "unsupported_parameter",
                        other,
                        "'%s' is not supported here. Only %s is.".formatted(other, name));
            }
        }
        return object.optional(name).filter(value -> !value.isNull());
    }

    private static Background color(JsonNode color, String path) throws ApiException {
        int rgb = 0;
        boolean valid = color.isArray() && color.size() == 3;
        for (int i = 0; valid && i < 3; i++) {
            JsonNode level = color.get(i);
            valid = level.isIntegralNumber() && level.canConvertToInt() && (level.intValue() & ~0xFF) == 0;
            rgb = rgb << 8 | (valid ? level.intValue() : 0);
        }
        if (!valid) {
            throw new ApiException(
                    "invalid_value",
                    path,
                    "'%s' must be an array of three whole numbers from 0 to 255.".formatted(path));
        }
        return new Background(rgb);
    }
}
