package io.belvedere.bench.load;

import io.belvedere.bench.load.Figures.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report for people: Markdown tables that also read well on a terminal. */
final class LoadTable {
    private static final int MOST_FAILURES = 20;

    private final List<String> lines = new ArrayList<>();

    private LoadTable() {}

    static List<String> lines(LoadReport report) {
        LoadTable table = new LoadTable();
        table.head(report);
        table.rounds(report);
        table.latencies("load", report.load());
        table.latencies("one client", report.alone());
        table.latencies("pictures", report.pictures());
        table.vitals(report.vitals());
        table.verdict(report);
        return table.lines;
    }

    private void head(LoadReport report) {
        Machine machine = report.machine();
        lines.add(String.format(Locale.ROOT, "%s, %s, Java %s", report.started(), report.model(), report.java()));
        lines.add(String.format(
                Locale.ROOT,
                "%s, %d cores, %s; load average before: %s",
                machine.processor(),
                machine.cores(),
                machine.system(),
                shown(machine.loadAverage())));
        lines.add(String.format(Locale.ROOT, "seed %d, %s", report.settings().seed(), report.url()));
    }

    private void rounds(LoadReport report) {
        lines.add("");
        lines.add(String.format(Locale.ROOT, "| %-29s | %12s | %12s | %12s |", "", "load", "one client", "pictures"));
        lines.add("|-------------------------------|-------------:|-------------:|-------------:|");
        round(report, "clients", Figures::clients);
        round(report, "requests", Figures::requests);
        round(report, "answered", Figures::answered);
        round(report, "failed", Figures::failed);
        round(report, "left by their clients", Figures::disconnected);
        round(report, "bad input, refused rightly", Figures::badInputRefused);
        round(report, "not served for lack of time", Figures::notServed);
        round(report, "retries after 429 or 503", Figures::retries);
        round(report, "seconds", Figures::seconds);
        round(report, "answers/s", Figures::requestsPerSecond);
        round(report, "answer tokens/s", Figures::tokensPerSecond);
        round(report, "prompt tokens", Figures::promptTokens);
        round(report, "... of them from a cache", Figures::cachedTokens);
        Figures load = report.load();
        Figures alone = report.alone();
        if (load != null && alone != null && alone.answered() > 0) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "%d clients get %.2f times the answers/s of one, %.2f times the tokens/s.",
                    load.clients(),
                    load.requestsPerSecond() / alone.requestsPerSecond(),
                    load.tokensPerSecond() / alone.tokensPerSecond()));
        }
    }

    private void round(LoadReport report, String title, Function<Figures, Number> figure) {
        lines.add(String.format(
                Locale.ROOT,
                "| %-29s | %12s | %12s | %12s |",
                title,
                cell(report.load(), figure),
                cell(report.alone(), figure),
                cell(report.pictures(), figure)));
    }

    private static String cell(@Nullable Figures figures, Function<Figures, Number> figure) {
        return figures == null ? "-" : shown(figure.apply(figures));
    }

    private void latencies(String title, @Nullable Figures figures) {
        if (figures == null) {
            return;
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "| %-29s | %9s | %9s | %9s | %9s | %9s |",
                title + ", milliseconds",
                "count",
                "p50",
                "p95",
                "p99",
                "max"));
        lines.add("|-------------------------------|----------:|----------:|----------:|----------:|----------:|");
        kind("all", figures.all());
        kind("text", figures.text());
        kind("pictures", figures.pictures());
    }

    private void kind(String kind, Latencies latencies) {
        percentiles("first token, " + kind, latencies.firstToken());
        percentiles("between chunks, " + kind, latencies.betweenChunks());
        percentiles("whole answer, " + kind, latencies.whole());
    }

    private void percentiles(String title, @Nullable Percentiles seconds) {
        if (seconds != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %-29s | %,9d | %,9.1f | %,9.1f | %,9.1f | %,9.1f |",
                    title,
                    seconds.count(),
                    seconds.p50() * 1e3,
                    seconds.p95() * 1e3,
                    seconds.p99() * 1e3,
                    seconds.max() * 1e3));
        }
    }

    private void vitals(List<Vitals> vitals) {
        if (vitals.isEmpty()) {
            return;
        }
        lines.add("");
        vitals("server process", "heap, MiB", "resident, MiB", "threads", "descriptors");
        lines.add("|-------------------------------|-------------:|--------------:|---------:|------------:|");
        Vitals first = vitals.getFirst();
        for (Vitals one : vitals) {
            vitals(
                    one.when(),
                    growth(0L, one.heapBytes(), 1 << 20),
                    growth(0L, one.residentBytes(), 1 << 20),
                    shown(one.threads()),
                    shown(one.descriptors()));
            double thousands = (one.requests() - first.requests()) / 1e3;
            if (thousands > 0) {
                vitals(
                        "... growth per 1,000 requests",
                        growth(first.heapBytes(), one.heapBytes(), thousands * (1 << 20)),
                        growth(first.residentBytes(), one.residentBytes(), thousands * (1 << 20)),
                        growth(first.threads(), one.threads(), thousands),
                        growth(first.descriptors(), one.descriptors(), thousands));
            }
        }
    }

    private void vitals(String title, String heap, String resident, String threads, String descriptors) {
        lines.add("| %-29s | %12s | %13s | %8s | %11s |".formatted(title, heap, resident, threads, descriptors));
    }

    private static String growth(@Nullable Long before, @Nullable Long after, double unit) {
        return before == null || after == null ? "-" : String.format(Locale.ROOT, "%,.2f", (after - before) / unit);
    }

    private void verdict(LoadReport report) {
        lines.add("");
        List<String> failures = report.failures();
        int notServed = Stream.of(report.load(), report.alone(), report.pictures())
                .filter(Objects::nonNull)
                .mapToInt(Figures::notServed)
                .sum();
        if (!failures.isEmpty()) {
            lines.add(String.format(Locale.ROOT, "Failed, %d times:", failures.size()));
            failures.stream().limit(MOST_FAILURES).forEach(failure -> lines.add("- " + failure));
            if (failures.size() > MOST_FAILURES) {
                lines.add(String.format(Locale.ROOT, "- ... and %d more", failures.size() - MOST_FAILURES));
            }
        } else if (notServed > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "Nothing failed, but %,d requests were left when the time was up: see --minutes.",
                    notServed));
        } else {
            lines.add("Passed: every request ended once, and nothing leaked within the margins.");
        }
    }

    private static String shown(@Nullable Number value) {
        return switch (value) {
            case null -> "-";
            case Double some -> String.format(Locale.ROOT, "%,.2f", some);
            default -> String.format(Locale.ROOT, "%,d", value.longValue());
        };
    }
}
