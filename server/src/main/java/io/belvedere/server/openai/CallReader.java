package io.belvedere.server.openai;

import io.belvedere.chat.ChatBackend;
import io.belvedere.server.http.Exchange;
import io.belvedere.server.openai.wire.ChatCompletionRequest;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.settings.Limits;
import tools.jackson.core.JacksonException;

/** From the bytes of a body to a decided request. */
final class CallReader {
    private final ChatBackend backend;
    private final Json json;
    private final JsonFaults faults;
    private final RequestReader reader;

    CallReader(ChatBackend backend, Limits limits, Json json) {
        this.backend = backend;
        this.json = json;
        this.faults = new JsonFaults(limits);
        this.reader = new RequestReader(limits);
    }

    ChatCall read(Exchange exchange) throws ApiException {
        try {
            ChatCompletionRequest request = json.readRequest(exchange.body());
            if (request == null) {
                throw new ApiException(JsonFaults.noObject());
            }
            return reader.read(request, backend.card());
        } catch (JacksonException e) {
            throw new ApiException(faults.toError(e));
        }
    }
}
