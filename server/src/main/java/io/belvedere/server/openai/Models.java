package io.belvedere.server.openai;

import io.belvedere.chat.ModelCard;
import io.belvedere.server.http.Exchange;
import io.belvedere.server.openai.wire.ModelBody;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/models} and {@code GET /v1/models/ID}. */
final class Models {
    private final ModelCard card;
    private final Answers answers;

    Models(ModelCard card, Answers answers) {
        this.card = card;
        this.answers = answers;
    }

    void list(Exchange exchange) throws IOException, InterruptedException {
        answers.send(exchange, 200, new ModelBody.Listing("list", List.of(ModelBody.of(card))));
    }

    /** The name is all that follows {@code /models/}: it may hold slashes. */
    void one(Exchange exchange) throws IOException, InterruptedException {
        String path = exchange.head().path();
        String encoded = path.substring(path.indexOf("/models/") + "/models/".length());
        String asked = decoded(encoded);
        if (card.isNamed(asked)) {
            answers.send(exchange, 200, ModelBody.of(card));
        } else {
            answers.send(exchange, notFound(encoded.length() <= 200 ? encoded : encoded.substring(0, 200), card));
        }
    }

    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }

    static ApiError notFound(String asked, ModelCard served) {
        String message = "The model '%s' does not exist here; served is '%s'.".formatted(asked, served.id());
        return new ApiError(404, message, "model", "model_not_found", Map.of());
    }
}
