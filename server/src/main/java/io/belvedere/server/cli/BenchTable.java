package io.belvedere.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people: a Markdown table that also reads well on a terminal. */
final class BenchTable {
    private static final String ROW = "| %-30s | %-9s | %10s | %10s | %10s |";

    private final List<String> lines = new ArrayList<>();

    private BenchTable() {}

    static List<String> lines(BenchReport report) {
        BenchTable table = new BenchTable();
        table.head(report);
        table.stages(report);
        return table.lines;
    }

    private void head(BenchReport report) {
        lines.add("belvedere %s, Java %s".formatted(report.belvedere(), report.java()));
        lines.add(report.engine());
        lines.add(String.format(
                Locale.ROOT, "%s (%.2f GB)", report.model(), report.load().fileBytes() / 1e9));
        lines.add("");
        lines.add(String.format(Locale.ROOT, ROW, "stage", "unit", "median", "min", "max"));
        lines.add("|--------------------------------|-----------|-----------:|-----------:|-----------:|");
    }

    private void stages(BenchReport report) {
        once("load", "s", report.load().seconds());
        once("ready after the JVM's start", "s", report.load().readySeconds());
        BenchReport.Encode encode = report.encode();
        if (encode != null) {
            String title = "encode %dx%d".formatted(encode.width(), encode.height());
            row(title, "s", encode.seconds());
            row(
                    String.format(Locale.ROOT, "%s, %,d patches", title, encode.patches()),
                    "patches/s",
                    encode.patchesPerSecond());
        }
        BenchReport.Prefill prefill = report.prefill();
        if (prefill != null) {
            row(
                    String.format(Locale.ROOT, "prefill %,d tokens", prefill.tokens()),
                    "tokens/s",
                    prefill.tokensPerSecond());
        }
        BenchReport.Decode decode = report.decode();
        if (decode != null) {
            decode(String.format(Locale.ROOT, "decode %,d tokens", decode.tokens()), decode);
        }
        BenchReport.Decode streams = report.decodeStreams();
        if (streams != null) {
            decode(String.format(Locale.ROOT, "decode %,d x %,d tokens", streams.streams(), streams.tokens()), streams);
        }
        Long peak = report.peakMemoryBytes();
        if (peak == null) {
            lines.add(String.format(Locale.ROOT, ROW, "peak resident memory", "GB", "not told", "", ""));
        } else {
            once("peak resident memory", "GB", peak / 1e9);
        }
    }

    private void decode(String title, BenchReport.Decode decode) {
        row(title, "tokens/s", decode.tokensPerSecond());
        row(title + ", weights", "GB/s", decode.weightGigabytesPerSecond());
        row("reading memory alone", "GB/s", decode.memoryGigabytesPerSecond());
    }

    private void once(String title, String unit, double value) {
        lines.add(String.format(Locale.ROOT, ROW, title, unit, number(value), "", ""));
    }

    private void row(String title, String unit, Spread spread) {
        lines.add(String.format(
                Locale.ROOT, ROW, title, unit, number(spread.median()), number(spread.min()), number(spread.max())));
    }

    /** Four digits are more than any run repeats. */
    private static String number(double value) {
        int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
