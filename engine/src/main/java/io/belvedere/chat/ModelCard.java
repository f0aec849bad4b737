package io.belvedere.chat;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What clients may know of a model.
 *
 * @param id the name that it goes by in replies
 * @param aliases other names by which requests may ask for it
 * @param created when its files were last changed
 * @param contextTokens most tokens of prompt and answer together
 * @param inputs what it takes
 * @param pixels how many pixels of a picture it can be shown, whatever a request asks for
 */
public record ModelCard(
        String id, List<String> aliases, Instant created, int contextTokens, Set<Modality> inputs, PixelRange pixels) {
    public ModelCard {
        aliases = List.copyOf(aliases);
        inputs = Set.copyOf(inputs);
    }

    /** Of one name, for text and images. */
    public ModelCard(String id, Instant created, int contextTokens, PixelRange pixels) {
        this(id, List.of(), created, contextTokens, Set.of(Modality.values()), pixels);
    }

    /** Whether a request that asks for {@code name} means this model. */
    public boolean isNamed(String name) {
        return name.equals(id) || aliases.contains(name);
    }

    /** The same under further names. */
    public ModelCard withAliases(List<String> names) {
        return new ModelCard(id, names, created, contextTokens, inputs, pixels);
    }
}
