package io.belvedere.engine.format;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * A streaming reader of one JSON object that is not trusted: no key twice, nothing after its end, bounded in every
 * direction.
 */
final class StrictJson implements AutoCloseable {
    /** What to do with a value; the parser stands on its first token and must be left on its last. */
    @FunctionalInterface
    interface Property {
        void read(String name) throws FormatException;
    }

    private static final int NUMBER_CHARACTERS = 64;

    private final Path file;
    private final long start;
    private final JsonParser parser;
    private final int nesting;

    /** @param start of {@code json} in the file */
    StrictJson(Path file, long start, byte[] json, FormatLimits limits) throws FormatException {
        this.file = file;
        this.start = start;
        this.nesting = limits.nesting();
        if (!isUtf8(json)) {
            throw new FormatException(file, start, "the JSON is not in UTF-8");
        }
        this.parser = JsonFactory.builder()
                .streamReadConstraints(constraints(json.length, limits))
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // as Python writes and reads them
                .build()
                .createParser(ObjectReadContext.empty(), json);
    }

    private static StreamReadConstraints constraints(int length, FormatLimits limits) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(limits.nesting())
                .maxNumberLength(NUMBER_CHARACTERS)
                .maxNameLength(length + 1)
                .maxStringLength(length + 1)
                .build();
    }

    /** Keeps the parser from guessing at UTF-16 or UTF-32, which JSON files of models never use. */
    private static boolean isUtf8(byte[] json) {
        for (int i = 0; i < Math.min(4, json.length); i++) {
            if (json[i] == 0 || json[i] == (byte) 0xFE || json[i] == (byte) 0xFF) {
                return false;
            }
        }
        return true;
    }

    /** Reads the whole document, which must be one object. */
    void document(Property property) throws FormatException {
        next();
        object("the document", property);
        if (next() != JsonToken.NOT_AVAILABLE) {
            throw problem("something follows the JSON document");
        }
    }

    /** Reads the object that the parser stands on. */
    void object(String what, Property property) throws FormatException {
        require(JsonToken.START_OBJECT, what, "an object");
        Set<String> names = new HashSet<>();
        while (next() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (!names.add(name)) {
                throw problem("key " + name + " is there twice");
            }
            next();
            property.read(name);
        }
        require(JsonToken.END_OBJECT, what, "an object");
    }

    /** Steps on; NOT_AVAILABLE at the end. */
    JsonToken next() throws FormatException {
        try {
            JsonToken token = parser.nextToken();
            return token == null ? JsonToken.NOT_AVAILABLE : token;
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    JsonToken token() {
        JsonToken token = parser.currentToken();
        return token == null ? JsonToken.NOT_AVAILABLE : token;
    }

    /** Steps over the value that the parser stands on. */
    void skip() throws FormatException {
        try {
            parser.skipChildren();
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    String text(String what) throws FormatException {
        require(JsonToken.VALUE_STRING, what, "a text");
        try {
            return parser.getString();
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /** An integer of at least 0. */
    long natural(String what) throws FormatException {
        require(JsonToken.VALUE_NUMBER_INT, what, "an integer");
        try {
            long value = parser.getLongValue();
            if (value < 0) {
                throw problem(what + " is " + value + "; it must be at least 0");
            }
            return value;
        } catch (JacksonException e) {
            throw problem(what + " is out of range");
        }
    }

    /** The scalar that the parser stands on. */
    MetadataValue scalar() throws FormatException {
        try {
            return switch (token()) {
                case VALUE_STRING -> new MetadataValue.Text(parser.getString());
                case VALUE_TRUE -> new MetadataValue.Flag(true);
                case VALUE_FALSE -> new MetadataValue.Flag(false);
                case VALUE_NUMBER_FLOAT -> new MetadataValue.Real(parser.getDoubleValue());
                case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? new MetadataValue.Real(parser.getDoubleValue())
                            : new MetadataValue.Whole(parser.getLongValue());
                default -> throw problem("a plain value is needed");
            };
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    void require(JsonToken needed, String what, String name) throws FormatException {
        if (token() != needed) {
            throw problem(what + " is not " + name);
        }
    }

    /** Offset in the file of the current token. */
    long offset() {
        return start + Math.max(0, parser.currentTokenLocation().getByteOffset());
    }

    /** The parser's complaint in the words of this program. */
    private FormatException broken(JacksonException complaint) {
        return problem(
                switch (complaint) {
                    case UnexpectedEndOfInputException _ ->
                        "the JSON breaks off: the file is incomplete, or a bracket or a quote is missing";
                    case StreamConstraintsException _ ->
                        "the JSON nests deeper than " + nesting + " levels, or a number has more than "
                                + NUMBER_CHARACTERS + " digits";
                    default -> "is not valid JSON from here on";
                });
    }

    FormatException problem(String fact) {
        return new FormatException(
                file, start + Math.max(0, parser.currentLocation().getByteOffset()), fact);
    }

    @Override
    public void close() {
        parser.close();
    }
}
