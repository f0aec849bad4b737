package io.belvedere.server.cli;

import io.belvedere.engine.ModelBench;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.server.settings.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code belvedere bench}: how fast a model runs on this machine. */
@Command(
        name = "bench",
        description = {
            "Measure how fast a model runs on this machine.",
            "Loads it, then times stage by stage: the vision encoder on one picture, the pass over a prompt (prefill), the"
                    + " tokens of an answer (decode), and the answers of several streams together. Each stage runs for"
                    + " --warm-up seconds and then --repeat times. The inputs are noise, and end tokens end nothing, so a model of random"
                    + " weights is measured as well as a real one.",
        },
        footer = {
            "",
            "Examples:",
            "  belvedere bench --model qwen2.5-vl-3b-q8_0.gguf",
            "  The vision encoder alone, on a large picture:",
            "    belvedere bench --model qwen2.5-vl-3b-q8_0.gguf --image 1036x1036 --prompt 0 --generate 0",
            "  For a script:",
            "    belvedere bench --model qwen2.5-vl-3b-q8_0.gguf --format json",
        })
final class BenchCommand implements Callable<Integer> {
    enum Format {
        TABLE,
        JSON
    }

    private static final int MOST_STREAMS = 64;
    private static final int MOST_RUNS = 100;
    private static final int MOST_WARM_UP_SECONDS = 3600;

    private final Terminal terminal;

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--prompt",
            paramLabel = "N",
            description = "Tokens of the prompt; by default ${DEFAULT-VALUE}, 0 leaves prefill out.")
    private int prompt = 512;

    @Option(
            names = "--generate",
            paramLabel = "N",
            description = "Tokens to decode behind a short prompt; by default ${DEFAULT-VALUE}, 0 leaves decoding out.")
    private int generate = 64;

    @Option(
            names = "--image",
            paramLabel = "WIDTHxHEIGHT",
            converter = PictureSize.Reader.class,
            defaultValue = "448x448",
            description = "Pixels of the picture; by default ${DEFAULT-VALUE}, none leaves the vision encoder out.")
    private PictureSize image = new PictureSize(Optional.empty());

    @Option(
            names = "--streams",
            paramLabel = "N",
            description = "Sequences that decode together; by default ${DEFAULT-VALUE}, 0 leaves that out.")
    private int streams = 4;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Timed runs of each stage; by default ${DEFAULT-VALUE}.")
    private int repeat = 3;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "How long a stage runs, at least once, before it is timed; by default ${DEFAULT-VALUE}: until"
                    + " then the JVM compiles.")
    private int warmUp = 20;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "table",
            description = "table or json; by default ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UserException {
        within("--prompt", prompt, 0, Integer.MAX_VALUE);
        within("--generate", generate, 0, Integer.MAX_VALUE);
        within("--streams", streams, 0, MOST_STREAMS);
        within("--repeat", repeat, 1, MOST_RUNS);
        within("--warm-up", warmUp, 0, MOST_WARM_UP_SECONDS);
        try (StatusLine status = new StatusLine(terminal)) {
            try (ModelBench bench =
                    model.open(ModelBench::open, List.of(), Limits.DEFAULTS, null, terminal.environment(), status)) {
                double readySeconds = BenchProcess.ageSeconds();
                within("--prompt", prompt, 0, bench.contextTokens());
                within("--generate", generate, 0, Math.max(0, bench.contextTokens() - ModelBench.SHORT_PROMPT));
                BenchRun run = new BenchRun(bench, Duration.ofSeconds(warmUp), repeat, status);
                BenchReport report = report(bench, readySeconds, run);
                status.doing("");
                tell(report);
            }
        }
        return ExitCode.SUCCESS;
    }

    private BenchReport report(ModelBench bench, double readySeconds, BenchRun run) throws UserException {
        BenchReport.Load load = new BenchReport.Load(bench.loadSeconds(), readySeconds, bench.fileBytes());
        Optional<ImageSize> picture = image.pixels();
        if (picture.isPresent() && !bench.takesPictures()) {
            terminal.err()
                    .println(
                            "belvedere: this model was loaded without its vision part (the mmproj file): no picture is encoded");
            picture = Optional.empty();
        }
        return new BenchReport(
                Belvedere.version(),
                Runtime.version().toString(),
                model.title(),
                bench.describe(),
                model.threads(),
                repeat,
                load,
                picture.isPresent() ? run.encode(picture.get()) : null,
                prompt > 0 ? run.prefill(prompt) : null,
                generate > 0 ? run.decode(1, generate) : null,
                generate > 0 && streams > 0 ? run.decode(streams, generate) : null,
                BenchProcess.peakMemoryBytes());
    }

    private void tell(BenchReport report) {
        switch (format) {
            case JSON -> terminal.out().println(report.json());
            case TABLE -> BenchTable.lines(report).forEach(terminal.out()::println);
        }
        terminal.out().flush();
    }

    private static void within(String option, int value, int least, int most) throws UserException {
        if (value < least || value > most) {
            String range = most == Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
            throw new UserException(ExitCode.USAGE, "%s must be %s, given %d".formatted(option, range, value));
        }
    }
}
