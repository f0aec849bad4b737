package io.belvedere.server.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The object {@code file} of a file part: a PDF as
 * {@code {"file_data": "data:application/pdf;base64,...", "filename": "a.pdf"}}.
 */
final class FilePart {
    static final String DATA = "file_data";
    private static final Set<String> MEDIA_TYPES = Set.of("application/pdf", "application/x-pdf");
    private static final byte[] BEGINNING = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    private FilePart() {}

    /** The PDF file; how many pixels its pages are to have is not read here. */
    static byte[] read(JsonNode file, String path, List<String> unknownFields) throws ApiException {
        if (!file.isObject()) {
            throw new ApiException("invalid_type", path, "'%s' must be an object.".formatted(path));
        }
        for (Map.Entry<String, JsonNode> field : file.properties()) {
            if (!field.getKey().equals(DATA) && !PixelReader.FIELDS.contains(field.getKey())) {
                FieldRules.OF_FILE.check(path, field.getKey(), field.getValue(), unknownFields);
            }
        }
        JsonNode data = file.path(DATA);
        String field = path + "." + DATA;
        if (data.isMissingNode() || data.isNull()) {
            throw new ApiException("missing_required_parameter", field, "'%s' is required.".formatted(field));
        }
        if (!data.isString()) {
            throw new ApiException("invalid_type", field, "'%s' must be a string.".formatted(field));
        }
        return bytes(data.stringValue().strip(), field);
    }

    /** Whether a URL says that it holds a PDF file. */
    static boolean isIn(String url) {
        int comma = url.indexOf(',');
        return DataUrl.is(url)
                && comma > 0
                && comma <= DataUrl.MOST_HEAD_CHARACTERS
                && MEDIA_TYPES.contains(head(url, comma)[0].strip());
    }

    /** Whether bytes begin as a PDF file does. */
    static boolean is(byte[] bytes) {
        return Arrays.mismatch(bytes, BEGINNING) == BEGINNING.length || Arrays.equals(bytes, BEGINNING);
    }

    private static String[] head(String url, int comma) {
        return url.substring(url.indexOf(':') + 1, comma)
                .toLowerCase(Locale.ROOT)
                .split(";", -1);
    }

    /** The file in a data URL of that kind. */
    static byte[] bytes(String url, String field) throws ApiException {
        int comma = url.indexOf(',');
        if (!DataUrl.is(url) || comma < 0 || comma > DataUrl.MOST_HEAD_CHARACTERS) {
            throw new ApiException(
                    "invalid_file",
                    field,
                    "'%s' must be a data URL of the form data:application/pdf;base64,...".formatted(field));
        }
        String[] head = head(url, comma);
        if (!MEDIA_TYPES.contains(head[0].strip())) {
            throw new ApiException(
                    "unsupported_file",
                    field,
                    "'%s' is a data URL of another media type than application/pdf.".formatted(field));
        }
        byte[] bytes = head[head.length - 1].strip().equals("base64") ? DataUrl.bytes(url, comma + 1) : null;
        if (bytes == null) {
            throw new ApiException("invalid_file", field, "'%s' holds no valid base64.".formatted(field));
        }
        return bytes;
    }
}
