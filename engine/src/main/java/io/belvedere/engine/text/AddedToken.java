package io.belvedere.engine.text;

/**
 * A token that stands beside the byte-pair vocabulary and is matched literally.
 *
 * @param content the text that it is written as, not empty
 * @param special whether it controls the model (and is left out of an answer's text), such as an end-of-turn mark; tags
 *     that belong to the answer, such as those around a function call, are added but not special
 */
public record AddedToken(int id, String content, boolean special) {
    public AddedToken {
        if (content.isEmpty()) {
            throw new IllegalArgumentException("added token " + id + " is empty");
        }
    }
}
