package io.belvedere.server.openai;

import io.belvedere.chat.ChatRequest;
import java.util.List;

/**
 * A decided request and how its answer is to be sent.
 *
 * @param model the name that the answer carries
 * @param includeUsage whether a stream ends with the token counts
 * @param includeProgress whether a stream tells how far the prompt is, until there is text
 * @param imageFields the path of each picture in the request, in order
 * @param documentFields the path of each document, likewise
 * @param ignoredFields paths of fields that nobody here knows
 */
record ChatCall(
        ChatRequest request,
        String model,
        boolean stream,
        boolean includeUsage,
        boolean includeProgress,
        List<String> imageFields,
        List<String> documentFields,
        List<String> ignoredFields) {
    ChatCall {
        imageFields = List.copyOf(imageFields);
        documentFields = List.copyOf(documentFields);
        ignoredFields = List.copyOf(ignoredFields);
    }

    boolean wantsLogprobs() {
        return request.sampling().logprobs().isPresent();
    }
}
