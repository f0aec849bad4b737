package io.belvedere.server.openai.wire;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** JSON in and out of the wire types: strict in what it takes, within limits, fields in declared order. */
public final class Json {
    /** Of a field's name, and of a number. */
    public static final int MOST_NAME_CHARACTERS = 1_000;

    /** First bytes by which a parser tells encodings apart. */
    private static final int GUESSED_FROM = 4;
    /** Characters that are checked at a time. */
    private static final int PIECE = 8_192;

    private final JsonMapper mapper;

    public Json(Limits limits) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.intOf(Limit.JSON_DEPTH))
                .maxStringLength(limits.intOf(Limit.BODY_SIZE))
                .maxTokenCount(limits.of(Limit.JSON_TOKENS))
                .maxNameLength(MOST_NAME_CHARACTERS)
                .maxNumberLength(MOST_NAME_CHARACTERS)
                .build();
        this.mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addModule(new SimpleModule().addDeserializer(Long.class, new WholeNumber()))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .withCoercionConfig(
                        LogicalType.Textual,
                        only -> only.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /**
     * Returns null if the JSON is {@code null}.
     *
     * @throws tools.jackson.core.JacksonException if the bytes are no JSON, or JSON of another shape
     */
    public @Nullable ChatCompletionRequest readRequest(byte[] json) {
        requireUtf8(json);
        return mapper.readValue(json, ChatCompletionRequest.class);
    }

    /**
     * The parser itself guesses UTF-16 and UTF-32 from zeros among the first bytes, and lets overlong sequences pass.
     */
    private static void requireUtf8(byte[] json) {
        for (int i = 0; i < Math.min(GUESSED_FROM, json.length); i++) {
            if (json[i] == 0) {
                throw new NotUtf8Exception("byte " + i + " is 0");
            }
        }
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(json);
        CharBuffer piece = CharBuffer.allocate(PIECE);
        CoderResult result;
        do {
            result = strict.decode(bytes, piece.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new NotUtf8Exception("no UTF-8 at byte " + bytes.position());
        }
    }

    /** UTF-8, one line. */
    public byte[] write(Object body) {
        return mapper.writeValueAsBytes(body);
    }
}
