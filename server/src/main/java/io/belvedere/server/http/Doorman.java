package io.belvedere.server.http;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Decides by a request's head whether it is let in, before anything of its body is read. */
final class Doorman {
    static final Refusal STOPPING = Refusal.overloaded("The server is stopping.");

    private final Limits limits;
    private final Router router;
    private final Guard guard;
    private final CrossOrigins origins;
    private final BooleanSupplier stopping;
    private final IntSupplier running;

    /** @param running how many requests are being received or answered */
    Doorman(
            Limits limits,
            Router router,
            Guard guard,
            CrossOrigins origins,
            BooleanSupplier stopping,
            IntSupplier running) {
        this.limits = limits;
        this.router = router;
        this.guard = guard;
        this.origins = origins;
        this.stopping = stopping;
        this.running = running;
    }

    /** What becomes of a request. */
    sealed interface Verdict {
        record Admitted(Router.Route route, BodyEncoding encoding, String caller) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}

        /** A browser is told that a page may call. */
        record Permitted(Map<String, String> headers) implements Verdict {}
    }

    /** On the loop: sets the headers that every answer to it has, too. */
    Verdict judge(VertxExchange exchange, HttpServerRequest request) {
        RequestHead head = exchange.head();
        Optional<Refusal> badHost = HostRule.check(request);
        if (badHost.isPresent()) {
            return new Verdict.Refused(badHost.get());
        }
        origins.headers(head).forEach(exchange::setHeader);
        Optional<String> clientId = head.header("x-client-request-id");
        Optional<Refusal> badId = clientId.flatMap(RequestIds::refusalOf);
        if (badId.isPresent()) {
            return new Verdict.Refused(badId.get());
        }
        clientId.ifPresent(id -> exchange.setHeader("x-client-request-id", id));
        Optional<Map<String, String>> permission = origins.permission(head);
        if (permission.isPresent()) {
            return new Verdict.Permitted(permission.get());
        }
        Router.Match match = router.match(head);
        if (match instanceof Router.Match.Found found && found.route().open()) {
            return new Verdict.Admitted(found.route(), BodyEncoding.PLAIN, "");
        }
        return switch (guard.admit(head, exchange.client())) {
            case Admission.Refused(Refusal refusal) -> new Verdict.Refused(refusal);
            case Admission.Admitted(String caller) -> admitted(match, request, head, caller);
        };
    }

    private Verdict admitted(Router.Match match, HttpServerRequest request, RequestHead head, String caller) {
        return switch (match) {
            case Router.Match.Unknown unknown -> new Verdict.Refused(unknown.refusal());
            case Router.Match.WrongMethod wrong -> new Verdict.Refused(wrong.refusal());
            case Router.Match.Found found -> bodyOf(found.route(), request, head, caller);
        };
    }

    private Verdict bodyOf(Router.Route route, HttpServerRequest request, RequestHead head, String caller) {
        Optional<Refusal> unexpected = Expectation.refusalOf(head);
        if (unexpected.isPresent()) {
            return new Verdict.Refused(unexpected.get());
        }
        List<String> fields = request.headers().getAll("content-encoding");
        Optional<BodyEncoding> encoding = route.takesBody() ? BodyEncoding.of(fields) : Optional.of(BodyEncoding.PLAIN);
        return encoding.map(known -> roomFor(route, known, caller))
                .orElseGet(() -> new Verdict.Refused(BodyEncoding.refusal(fields)));
    }

    private Verdict roomFor(Router.Route route, BodyEncoding encoding, String caller) {
        if (stopping.getAsBoolean()) {
            return new Verdict.Refused(STOPPING);
        }
        if (running.getAsInt() >= limits.of(Limit.REQUESTS)) {
            return new Verdict.Refused(
                    Refusal.overloaded("The server already receives or answers %d requests, its limit; try again soon."
                            .formatted(limits.of(Limit.REQUESTS))));
        }
        return new Verdict.Admitted(route, encoding, caller);
    }
}
