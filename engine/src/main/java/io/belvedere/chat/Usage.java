package io.belvedere.chat;

/**
 * Tokens of one request.
 *
 * @param promptTokens with the image tokens
 * @param imageTokens those of the prompt that stand for pictures
 * @param completionTokens generated, with the one that ended the turn
 */
public record Usage(int promptTokens, int imageTokens, int completionTokens) {
    public int totalTokens() {
        return promptTokens + completionTokens;
    }
}
