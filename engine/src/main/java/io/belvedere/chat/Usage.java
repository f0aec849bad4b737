package io.belvedere.chat;

/**
 * Tokens of one request.
 *
 * @param promptTokens with the image tokens
 * @param cachedTokens those of the prompt that were computed for an earlier request
 * @param imageTokens those of the prompt that stand for pictures
 * @param completionTokens generated for all answers, with those that ended the turn
 */
public record Usage(int promptTokens, int cachedTokens, int imageTokens, int completionTokens) {
    public int totalTokens() {
        return promptTokens + completionTokens;
    }
}
