package io.belvedere.server.openai.wire;

import io.belvedere.chat.ModelCard;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A model as clients see it.
 *
 * @param created seconds since 1970
 * @param maxModelLen most tokens of prompt and answer together
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ModelBody(
        String id, String object, long created, String ownedBy, int maxModelLen, Architecture architecture) {
    /** What goes in and what comes out. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Architecture(List<String> inputModalities, List<String> outputModalities) {}

    /** All models. */
    public record Listing(String object, List<ModelBody> data) {}

    public static ModelBody of(ModelCard card) {
        List<String> inputs = card.inputs().stream()
                .sorted()
                .map(input -> input.name().toLowerCase(Locale.ROOT))
                .toList();
        Architecture architecture = new Architecture(inputs, List.of("text"));
        return new ModelBody(
                card.id(), "model", card.created().getEpochSecond(), "belvedere", card.contextTokens(), architecture);
    }
}
