package io.belvedere.server.openai;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads the {@code content} of messages: a string, or text, image and file parts. Keeps the paths of the pictures and
 * files it met.
 */
final class ContentReader {
    private static final Pattern MEDIA_FORMAT = Pattern.compile("(?:image/)?[a-z0-9.+-]{1,64}");

    private final List<String> imageFields = new ArrayList<>();
    private final PixelReader pixels;
    private final BackgroundReader backgrounds;
    private final List<String> documentFields = new ArrayList<>();
    private final List<String> unknownFields;

    ContentReader(PixelReader pixels, BackgroundReader backgrounds, List<String> unknownFields) {
        this.pixels = pixels;
        this.backgrounds = backgrounds;
        this.unknownFields = unknownFields;
    }

    /** Paths such as {@code messages[0].content[1].image_url.url}, in the order of the request. */
    List<String> imageFields() {
        return imageFields;
    }

    /** Paths such as {@code messages[0].content[1].file.file_data}, in the order of the request. */
    List<String> documentFields() {
        return documentFields;
    }

    /** At least one part. */
    List<Part> read(JsonNode content, String path) throws ApiException {
        if (content.isString()) {
            return List.of(text(content, path));
        }
        if (!content.isArray()) {
            throw wrongType(path, "a string or an array of parts");
        }
        if (content.isEmpty()) {
            throw new ApiException("invalid_value", path, "'%s' must hold at least one part; given 0.".formatted(path));
        }
        List<Part> parts = new ArrayList<>(content.size());
        for (int i = 0; i < content.size(); i++) {
            parts.add(part(content.get(i), "%s[%d]".formatted(path, i)));
        }
        return parts;
    }

    private Part part(JsonNode part, String path) throws ApiException {
        if (!part.isObject()) {
            throw wrongType(path, "an object");
        }
        JsonNode type = part.path("type");
        if (!type.isString()) {
            throw new ApiException(
                    "missing_required_parameter", path + ".type", "'%s.type' is required.".formatted(path));
        }
        return switch (type.stringValue()) {
            case "text", "input_text" -> {
                checkOthers(part, path, List.of("type", "text"));
                yield text(part.path("text"), path + ".text");
            }
            case "image_url", "input_image" -> image(part, path);
            case "file" -> document(part, path);
            default ->
                throw new ApiException(
                        "unsupported_value",
                        path + ".type",
                        "'%s.type' must be text, image_url or file; given '%s'."
                                .formatted(path, shortened(type.stringValue())));
        };
    }

    /** Pictures beside a message's text, as Ollama's API has them: an array of strings. */
    List<Part> readImages(JsonNode images, String path) throws ApiException {
        if (!images.isArray()) {
            throw wrongType(path, "an array of pictures");
        }
        List<Part> parts = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            parts.add(image(images.get(i), "%s[%d]".formatted(path, i), List.of()));
        }
        return parts;
    }

    private static Part.Text text(JsonNode text, String path) throws ApiException {
        if (!text.isString()) {
            throw wrongType(path, "a string");
        }
        String value = text.stringValue();
        WellFormed.require(value, path, "'" + path + "'");
        return new Part.Text(value);
    }

    /** A picture, or a PDF file where the address holds one. */
    private Part image(JsonNode part, String path) throws ApiException {
        JsonNode holder = part.path("image_url");
        String field = path + ".image_url";
        List<PixelReader.Place> places = new ArrayList<>();
        if (holder.isObject()) {
            checkImageFields(holder, field, "url");
            places.add(new PixelReader.Place(holder, field));
            holder = holder.path("url");
            field += ".url";
        }
        checkImageFields(part, path, "type", "image_url");
        places.add(new PixelReader.Place(part, path));
        return image(holder, field, places);
    }

    /** Of the string itself. */
    private Part image(JsonNode holder, String field, List<PixelReader.Place> places) throws ApiException {
        if (!holder.isString()) {
            throw wrongType(field, "a string with an http(s) or data URL");
        }
        PixelRange range = pixels.read(places);
        String url = holder.stringValue().strip();
        if (FilePart.isIn(url)) {
            documentFields.add(field);
            return new Part.Document(FilePart.bytes(url, field), range);
        }
        ImageSource source = ImageUrl.source(url, field);
        if (source instanceof ImageSource.Inline(ImageBytes file) && FilePart.is(file.bytes())) {
            documentFields.add(field);
            return new Part.Document(file.bytes(), range);
        }
        imageFields.add(field);
        return new Part.Image(source, range, backgrounds.read(places));
    }

    private void checkImageFields(JsonNode holder, String path, String... read) throws ApiException {
        List<String> known = new ArrayList<>(PixelReader.FIELDS);
        known.add(BackgroundReader.FIELD);
        known.add("format");
        known.addAll(List.of(read));
        checkOthers(holder, path, known);
        checkFormat(holder, path);
    }

    private Part.Document document(JsonNode part, String path) throws ApiException {
        List<String> known = new ArrayList<>(PixelReader.FIELDS);
        known.addAll(List.of("type", "file"));
        checkOthers(part, path, known);
        String field = path + ".file";
        documentFields.add(field + "." + FilePart.DATA);
        byte[] bytes = FilePart.read(part.path("file"), field, unknownFields);
        PixelRange range = pixels.read(
                List.of(new PixelReader.Place(part.path("file"), field), new PixelReader.Place(part, path)));
        return new Part.Document(bytes, range);
    }

    /** Clients name the picture's format beside or inside image_url; the bytes themselves decide. */
    private static void checkFormat(JsonNode holder, String path) throws ApiException {
        JsonNode format = holder.path("format");
        if (isGiven(format)
                && !(format.isString()
                        && MEDIA_FORMAT
                                .matcher(format.stringValue().toLowerCase(Locale.ROOT))
                                .matches())) {
            throw wrongType(path + ".format", "a media type such as image/jpeg");
        }
    }

    private void checkOthers(JsonNode object, String path, List<String> known) throws ApiException {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!known.contains(field.getKey())) {
                FieldRules.OF_PART.check(path, field.getKey(), field.getValue(), unknownFields);
            }
        }
    }

    private static boolean isGiven(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private static ApiException wrongType(String path, String expected) {
        return new ApiException("invalid_type", path, "'%s' must be %s.".formatted(path, expected));
    }

    private static String shortened(String value) {
        return value.length() <= 64 ? value : value.substring(0, 64) + "...";
    }
}
