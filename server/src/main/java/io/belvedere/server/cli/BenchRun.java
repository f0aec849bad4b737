package io.belvedere.server.cli;

import io.belvedere.engine.ModelBench;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.Patches;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Times stages, each as often as asked.
 *
 * @param warmUp before that a stage runs for so long, at least once: the compiler takes its share of the processors
 *     from what it compiles
 */
record BenchRun(ModelBench bench, Duration warmUp, int repeat, StatusLine status) {
    BenchReport.Encode encode(ImageSize size) throws UserException {
        Patches patches = patches(size);
        Spread seconds = time("encoding a picture of " + size, bench.encode(patches));
        return new BenchReport.Encode(
                size.width(), size.height(), patches.rows(), seconds, seconds.rate(patches.rows()));
    }

    private Patches patches(ImageSize size) throws UserException {
        try {
            return bench.patches(size);
        } catch (ImageException e) {
            throw new UserException(ExitCode.USAGE, "--image: " + e.getMessage(), e);
        }
    }

    BenchReport.Prefill prefill(int tokens) {
        Spread seconds = time(String.format(Locale.ROOT, "prefill of %,d tokens", tokens), bench.prefill(tokens));
        return new BenchReport.Prefill(tokens, seconds, seconds.rate(tokens));
    }

    BenchReport.Decode decode(int streams, int tokens) {
        String title = String.format(
                Locale.ROOT, "decoding %,d tokens%s", tokens, streams == 1 ? "" : " of " + streams + " streams");
        double[] readRates = new double[repeat];
        Spread seconds = time(title, bench.decode(streams, tokens), run -> readRates[run] = bench.readRate() / 1e9);
        double gigabytes = tokens * (bench.decodeBytes() / 1e9);
        return new BenchReport.Decode(
                streams,
                tokens,
                seconds,
                seconds.rate((double) streams * tokens),
                bench.decodeBytes(),
                seconds.rate(gigabytes),
                Spread.of(readRates));
    }

    private Spread time(String title, ModelBench.Stage stage) {
        return time(title, stage, run -> {});
    }

    /** @param before is told the number of the timed run that follows */
    private Spread time(String title, ModelBench.Stage stage, IntConsumer before) {
        try (stage) {
            status.doing(title + ", to warm up");
            long begun = System.nanoTime();
            do {
                before.accept(0);
                stage.run();
            } while (System.nanoTime() - begun < warmUp.toNanos());
            double[] seconds = new double[repeat];
            for (int i = 0; i < repeat; i++) {
                status.doing(title + ", run " + (i + 1) + " of " + repeat);
                before.accept(i);
                seconds[i] = stage.run();
            }
            return Spread.of(seconds);
        }
    }
}
