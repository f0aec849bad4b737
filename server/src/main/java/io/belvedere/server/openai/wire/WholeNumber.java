package io.belvedere.server.openai.wire;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Whole numbers of 64 bits however they are written: settings screens send 100.0 for 100. Anything between two whole
 * numbers is none.
 */
final class WholeNumber extends StdDeserializer<Long> {
    WholeNumber() {
        super(Long.class);
    }

    @Override
    public Long deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return parser.getLongValue();
        } else if (parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
            BigDecimal value = parser.getDecimalValue();
            try {
                return value.longValueExact();
            } catch (ArithmeticException e) {
                return context.reportInputMismatch(this, "no whole number of 64 bits");
            }
        }
        return (Long) context.handleUnexpectedToken(Long.class, parser);
    }
}
