package io.belvedere.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Warm-up, load, distinct pictures, one client alone; after each of the first three a look at what the server holds.
 */
final class Trial {
    private static final int LEAST_WARM_UP = 100;
    private static final Duration UNTIL_IDLE = Duration.ofSeconds(15);

    private final Target target;
    private final OptionalLong pid;
    private final LoadSettings settings;
    private final PrintStream progress;
    private final Client client;
    private final long endNanos;
    private final List<Vitals> vitals = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int sent;

    /** @param pid of the server's process; empty: it is not looked at */
    Trial(Target target, OptionalLong pid, LoadSettings settings, PrintStream progress) {
        this.target = target;
        this.pid = pid;
        this.settings = settings;
        this.progress = progress;
        this.client = new Client(target, settings.answerTime());
        this.endNanos = System.nanoTime() + settings.time().toNanos();
    }

    /** @throws IOException if the server does not answer even before the load */
    LoadReport run() throws IOException, InterruptedException {
        OffsetDateTime started = OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
        Machine machine = Machine.here();
        ControlQuestion control = ControlQuestion.first(target);
        warmUp();
        look(control, "after the warm-up");
        Figures load = mixed("load", settings.clients(), settings.requests(), settings.seed());
        look(control, "after the load");
        Figures pictures = null;
        if (settings.pictures() > 0) {
            RequestMix mix = mix(settings.seed() + 3);
            pictures = round("pictures", settings.clients(), settings.pictures(), settings.seed() + 3, mix::ownPicture);
            look(control, "after the pictures");
        }
        // other pictures than the load's, lest they are in a cache
        Figures alone = settings.alone() > 0 ? mixed("one client", 1, settings.alone(), settings.seed() + 2) : null;
        return new LoadReport(
                started.toString(),
                machine,
                Runtime.version().toString(),
                target.model(),
                target.address().toString(),
                settings,
                load,
                alone,
                alone == null || alone.answered() == 0
                        ? null
                        : Double.valueOf(load.requestsPerSecond() / alone.requestsPerSecond()),
                pictures,
                List.copyOf(vitals),
                List.copyOf(failures));
    }

    private RequestMix mix(long seed) {
        return new RequestMix(
                new Bodies(target.model(), target.contextTokens()),
                seed,
                !target.key().isEmpty());
    }

    /** As many clients as later, so that threads and connections are there. */
    private void warmUp() throws InterruptedException {
        var _ = mixed(
                "warm-up", settings.clients(), Math.max(LEAST_WARM_UP, 2 * settings.clients()), settings.seed() + 1);
        sent = 0;
    }

    private Figures mixed(String title, int clients, int count, long seed) throws InterruptedException {
        progress.println(title + ": drawing pictures");
        RequestMix mix = mix(seed);
        List<PlannedRequest> requests =
                IntStream.range(0, count).parallel().mapToObj(mix::request).toList();
        return round(title, clients, count, seed, requests::get);
    }

    /** @param seed that the requests were made from */
    private Figures round(String title, int clients, int count, long seed, IntFunction<PlannedRequest> requests)
            throws InterruptedException {
        Round round = new Crowd(client, clients, count, requests, endNanos).run(title, progress);
        for (Outcome.Failed failed : round.failures()) {
            failures.add("%s, seed %d, request %d (%s): %s"
                    .formatted(
                            title,
                            seed,
                            failed.request().number(),
                            failed.request().conduct(),
                            failed.problem()));
        }
        sent += round.outcomes().size();
        return Figures.of(round);
    }

    /** Sees that the server answers as before, then that it holds no more than before. */
    private void look(ControlQuestion control, String when) throws InterruptedException {
        control.complaint(when).ifPresent(failures::add);
        long cachedBytes =
                engineOnceIdle(when).map(EngineStatus::imageCacheBytes).orElse(0L);
        if (pid.isEmpty()) {
            return;
        }
        if (!isAlive(pid.getAsLong())) {
            failures.add("the server's process has ended (" + when + ")");
            return;
        }
        Vitals now = Vitals.of(pid.getAsLong(), when, sent, cachedBytes);
        if (!vitals.isEmpty()) {
            failures.addAll(settings.leakCheck().complaints(vitals.getFirst(), now));
        }
        vitals.add(now);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** The engine's books; that they are not idle, or can't be read, is a failure. */
    private Optional<EngineStatus> engineOnceIdle(String when) throws InterruptedException {
        try {
            Optional<EngineStatus> engine = EngineStatus.awaitIdle(target, UNTIL_IDLE);
            engine.filter(status -> !status.isIdle())
                    .ifPresent(status -> failures.add("the engine is not idle %d s later (%s): %s"
                            .formatted(UNTIL_IDLE.toSeconds(), when, status)));
            return engine;
        } catch (IOException e) {
            failures.add("GET /health?verbose fails (%s): %s".formatted(when, e));
            return Optional.empty();
        }
    }
}
