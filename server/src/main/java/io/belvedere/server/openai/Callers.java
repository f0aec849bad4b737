package io.belvedere.server.openai;

import io.belvedere.server.http.Exchange;

/** On whose behalf requests come: callers take turns, and none is helped by what was computed for another. Never what a client may choose for itself. */
public enum Callers {
    /** By the key that it brought, which the guard has checked. */
    BY_KEY {
        @Override
        String of(Exchange exchange) {
            return ApiKeys.callerOf(exchange.head());
        }
    },

    /** On a server without keys, whatever key it claims to have: by its address. */
    BY_ADDRESS {
        @Override
        String of(Exchange exchange) {
            return exchange.client();
        }
    };

    abstract String of(Exchange exchange);
}
