package io.belvedere.server.openai.wire;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** JSON in and out of the wire types: strict in what it takes, within limits, fields in declared order. */
public final class Json {
    /** Of a field's name, and of a number. */
    public static final int MOST_NAME_CHARACTERS = 1_000;

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
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
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
        return mapper.readValue(json, ChatCompletionRequest.class);
    }

    /** UTF-8, one line. */
    public byte[] write(Object body) {
        return mapper.writeValueAsBytes(body);
    }
}
