package io.belvedere.server.openai.wire;

/**
 * What an answer and all its chunks have in common.
 *
 * @param id starts with {@code chatcmpl-}
 * @param created seconds since 1970
 */
public record ReplyHead(String id, long created, String model) {}
