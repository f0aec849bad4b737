package io.belvedere.server.openai;

import io.belvedere.chat.ChatBackend;
import io.belvedere.server.http.Exchange;
import io.belvedere.server.openai.wire.ChatCompletionRequest;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.belvedere.turns.FairRoom;
import tools.jackson.core.JacksonException;

/** From the bytes of a body to a decided request. */
final class CallReader {
    private final ChatBackend backend;
    private final Json json;
    private final JsonFaults faults;
    private final RequestReader reader;
    private final ReadingTurns turns;

    CallReader(ChatBackend backend, Limits limits, Json json) {
        this.backend = backend;
        this.json = json;
        this.faults = new JsonFaults(limits);
        this.reader = new RequestReader(limits);
        this.turns = new ReadingTurns(limits.of(Limit.BODY_SIZE));
    }

    /** When it is its caller's turn. */
    ChatCall read(Exchange exchange) throws ApiException, InterruptedException {
        byte[] body = exchange.body();
        try (FairRoom.Place _ = turns.begin(exchange.caller(), body.length)) {
            return read(body, exchange.caller());
        }
    }

    ChatCall read(byte[] body, String caller) throws ApiException {
        try {
            ChatCompletionRequest request = json.readRequest(body);
            if (request == null) {
                throw new ApiException(JsonFaults.noObject());
            }
            return reader.read(request, backend.card(), caller);
        } catch (JacksonException e) {
            throw new ApiException(faults.toError(e));
        }
    }
}
