package io.belvedere.engine.text;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the {@code tokenizer.json} of a byte-level BPE tokenizer as the Hugging Face tokenizers library writes it.
 *
 * <p>Streams the vocabulary and the merges, which are nearly all of the file. What would tokenize differently from
 * {@link BytePairTokenizer} (another normalizer or word pattern, dropout, byte fallback, ...) is refused by name.
 */
public final class TokenizerJson {
    /** 150,000 different property names must not go through the parser's name table. */
    private static final JsonMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build());

    private final VocabularyBuilder builder = new VocabularyBuilder();
    private final WordPattern words;
    private boolean normalizes;
    private boolean splitsWords;
    private boolean hasModel;

    private TokenizerJson(WordPattern words) {
        this.words = words;
    }

    /**
     * Reads a whole file's bytes.
     *
     * @param words the one pattern that it may cut text by
     * @throws IllegalArgumentException if they aren't JSON, aren't a byte-level BPE tokenizer, or ask for something
     *     that isn't supported; the message says which field
     */
    public static Vocabulary read(byte[] json, WordPattern words) {
        TokenizerJson reader = new TokenizerJson(words);
        try (JsonParser parser = MAPPER.createParser(json)) {
            reader.readFile(parser);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the file is not valid JSON, or has a number out of range; get it again", e);
        }
        return reader.builder.build();
    }

    private void readFile(JsonParser parser) {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "the file is not a JSON object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "added_tokens" -> readAddedTokens(parser.readValueAsTree());
                case "normalizer" -> readNormalizer(parser.readValueAsTree());
                case "pre_tokenizer" -> readPreTokenizer(parser.readValueAsTree());
                case "model" -> readModel(parser);
                default -> parser.skipChildren();
            }
        }
        expect(hasModel, "model is missing");
        expect(normalizes, "normalizer is missing; NFC is the one supported");
        expect(splitsWords, "pre_tokenizer is missing");
    }

    private void readAddedTokens(JsonNode tokens) {
        for (JsonNode token : tokens) {
            for (String option : new String[] {"single_word", "lstrip", "rstrip", "normalized"}) {
                expect(
                        !token.path(option).asBoolean(false),
                        "added token " + token + ": " + option + " is not supported");
            }
            expect(token.path("id").isInt() && token.path("content").isString(), "added token " + token);
            builder.added(new AddedToken(
                    token.path("id").intValue(),
                    token.path("content").stringValue(),
                    token.path("special").asBoolean(false)));
        }
    }

    private void readNormalizer(JsonNode normalizer) {
        expect(normalizer.path("type").asString("").equals("NFC"), "normalizer is not NFC: " + normalizer);
        normalizes = true;
    }

    private void readPreTokenizer(JsonNode preTokenizer) {
        JsonNode steps = preTokenizer.path("pretokenizers");
        JsonNode split = steps.path(0);
        JsonNode bytes = steps.path(1);
        expect(
                steps.size() == 2
                        && split.path("pattern").path("Regex").asString("").equals(words.source())
                        && split.path("behavior").asString("").equals("Isolated")
                        && !split.path("invert").asBoolean(false)
                        && bytes.path("type").asString("").equals("ByteLevel")
                        && !bytes.path("add_prefix_space").asBoolean(true)
                        && !bytes.path("use_regex").asBoolean(true),
                "pre_tokenizer is not the word pattern of the model's family followed by bytes: " + preTokenizer);
        splitsWords = true;
    }

    private void readModel(JsonParser parser) {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "model is not an object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "vocab" -> readPieces(parser);
                case "merges" -> readMerges(parser);
                default -> checkModelOption(field, parser.readValueAsTree());
            }
        }
        hasModel = true;
    }

    private static void checkModelOption(String field, JsonNode value) {
        boolean supported = switch (field) {
            case "type" -> value.asString("").equals("BPE");
            case "dropout", "unk_token" -> value.isNull();
            case "continuing_subword_prefix", "end_of_word_suffix" ->
                value.isNull() || value.asString("?").isEmpty();
            case "byte_fallback", "ignore_merges" -> !value.asBoolean(true);
            default -> true; // fuse_unk: without an unknown token it means nothing
        };
        expect(supported, "model." + field + " is " + value + ", which is not supported");
    }

    private void readPieces(JsonParser parser) {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "model.vocab is not an object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String piece = parser.currentName();
            expect(parser.nextToken() == JsonToken.VALUE_NUMBER_INT, "the id of \"" + piece + "\" is not an integer");
            builder.piece(parser.getIntValue(), piece);
        }
    }

    /** Merges are {@code "left right"} or {@code ["left", "right"]}. */
    private void readMerges(JsonParser parser) {
        expect(parser.currentToken() == JsonToken.START_ARRAY, "model.merges is not an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                String left = nextPart(parser);
                builder.merge(left + " " + nextPart(parser));
                expect(parser.nextToken() == JsonToken.END_ARRAY, "a merge has more than two pieces");
            } else {
                expect(parser.currentToken() == JsonToken.VALUE_STRING, "a merge is neither a string nor an array");
                builder.merge(parser.getString());
            }
        }
    }

    private static String nextPart(JsonParser parser) {
        expect(parser.nextToken() == JsonToken.VALUE_STRING, "a merge is not two strings");
        return parser.getString();
    }

    private static void expect(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
