package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.format.GgufWriter;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes the tokenizer of a {@code tokenizer.json} under a GGUF file's keys. */
final class GgufTokenizer {
    private static final long NORMAL = 1;
    private static final long CONTROL = 3;
    private static final long USER_DEFINED = 4;

    private GgufTokenizer() {}

    static void write(byte[] tokenizerJson, GgufWriter out) {
        JsonNode json = new JsonMapper().readTree(tokenizerJson);
        JsonNode vocabulary = json.path("model").path("vocab");
        JsonNode added = json.path("added_tokens");
        String[] tokens = new String[vocabulary.size() + added.size()];
        long[] types = new long[tokens.length];
        for (Map.Entry<String, JsonNode> piece : vocabulary.properties()) {
            tokens[piece.getValue().intValue()] = piece.getKey();
            types[piece.getValue().intValue()] = NORMAL;
        }
        int size = vocabulary.size();
        for (JsonNode token : added) {
            int id = token.path("id").intValue();
            tokens[id] = token.path("content").asString();
            types[id] = token.path("special").asBoolean() ? CONTROL : USER_DEFINED;
            size = Math.max(size, id + 1);
        }
        out.text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", "qwen2")
                .texts("tokenizer.ggml.tokens", Arrays.copyOf(tokens, size))
                .numbers("tokenizer.ggml.token_type", GgufWriter.S32, Arrays.copyOf(types, size))
                .texts("tokenizer.ggml.merges", merges(json.path("model").path("merges")));
    }

    private static String[] merges(JsonNode merges) {
        String[] pairs = new String[merges.size()];
        for (int i = 0; i < pairs.length; i++) {
            JsonNode pair = merges.get(i);
            pairs[i] = pair.isString()
                    ? pair.asString()
                    : pair.get(0).asString() + " " + pair.get(1).asString();
        }
        return pairs;
    }
}
