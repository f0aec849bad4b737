package io.belvedere.bench.load;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The load test's command line. */
@Command(
        name = "LoadTest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Put a server under load, and see that every request ends once and that nothing leaks.",
            "",
            "Starts 'belvedere serve' with the embedded model on loopback and a free port, or takes a server that runs (--url). Clients"
                    + " send a seeded mix: about half of the requests have a picture (of six sizes, half of them seen before), half are"
                    + " streamed, answers have 1 to 48 tokens. Of twenty requests the clients of two leave early (while they send,"
                    + " while they wait, in mid-stream), and one is bad input, which must get its status: malformed JSON, a wrong"
                    + " type, half a picture, a prompt beyond the context, an unknown model, a wrong key. Who is told 429 or 503 comes"
                    + " again after Retry-After.",
            "",
            "A failure is: a reply that is not complete to its last byte, with one finish reason and, if streamed, one [DONE] and nothing"
                    + " behind it; another status than wanted; and after the load a server that is gone, answers the control question"
                    + " otherwise than before, still has requests or K/V blocks in use, or holds more than after its warm-up, beyond the"
                    + " margins: --heap-margin of Java heap after a collection, 32 threads, 32 open files. The load's requests can be"
                    + " had again by their seed and number.",
        },
        footer = {
            "",
            "Examples ('...' is 'java -cp bench/target/lib/belvedere-bench.jar', see docs/development.md):",
            "  The whole test, and one client alone beside it:",
            "    ... io.belvedere.bench.load.LoadTest --compare-alone 200",
            "  Does anything of 10,000 pictures stay behind? A half hour, at most:",
            "    ... io.belvedere.bench.load.LoadTest --pictures 10000 --minutes 30",
            "  A first look:",
            "    ... io.belvedere.bench.load.LoadTest --clients 8 --requests 100",
            "  A large model, with room for a longer queue:",
            "    ... io.belvedere.bench.load.LoadTest --serve=--model=m/3b-q8_0.gguf --serve=--limit=waiting-requests=128",
            "  A server that runs, with its memory:",
            "    BELVEDERE_API_KEY=... ... io.belvedere.bench.load.LoadTest --url http://127.0.0.1:8080 --pid 1234",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:passed; or out of time, and nothing failed until then",
            "1:something failed: the report says what",
            "2:the command line is wrong",
        })
public final class LoadTest implements Callable<Integer> {
    enum Format {
        TABLE,
        JSON
    }

    private static final String KEY_VARIABLE = "BELVEDERE_API_KEY";
    private static final Pattern ADDRESS = Pattern.compile("http://[^/\\s]+:[0-9]+/?");
    private static final int HELP_WIDTH = 110;

    @Spec
    private @Nullable CommandSpec command;

    @Option(names = "--clients", paramLabel = "N", description = "Clients at a time; by default ${DEFAULT-VALUE}.")
    private int clients = 64;

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "Requests of all clients together; by default ${DEFAULT-VALUE}.")
    private int requests = 2_000;

    @Option(names = "--seed", paramLabel = "N", description = "Of the mix; by default ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--compare-alone",
            paramLabel = "N",
            description =
                    "Then send N requests of the same mix, but other pictures, from one client, and compare the rates; by default"
                            + " ${DEFAULT-VALUE}: don't.")
    private int alone;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            description =
                    "After the load ask about N small pictures, each seen once, and look for leaks again; by default ${DEFAULT-VALUE}: don't.")
    private int pictures;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Begin nothing after that time, and report; by default ${DEFAULT-VALUE}.")
    private double minutes = 10;

    @Option(
            names = "--answer-seconds",
            paramLabel = "S",
            description =
                    "An answer that takes longer counts as lost; by default ${DEFAULT-VALUE}. A server that answers one after the"
                            + " other needs the time of all clients' answers.")
    private int answerSeconds = 120;

    @Option(
            names = "--heap-margin",
            paramLabel = "MIB",
            description =
                    "The Java heap may hold so much more after the load than before; by default ${DEFAULT-VALUE}.")
    private int heapMargin = 32;

    @Option(
            names = "--memory-margin",
            paramLabel = "MIB",
            description =
                    "Resident memory may grow by so much; by default it is reported alone, since caches may fill. A server started here has"
                            + " its whole heap resident from the start: what grows lies outside.")
    private @Nullable Integer memoryMargin;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A server that runs, such as http://127.0.0.1:8080, instead of one of its own.")
    private @Nullable String url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The API key of the server at --url; by default the variable " + KEY_VARIABLE + "'s.")
    private @Nullable String key;

    @Option(
            names = "--pid",
            paramLabel = "N",
            description = "The process of the server at --url, if it runs here: without it nobody looks at its memory.")
    private @Nullable Long pid;

    @Option(
            names = "--serve",
            paramLabel = "ARGUMENT",
            description = "An argument for 'belvedere serve', such as --serve=--threads=4; can be repeated.")
    private List<String> serveArguments = List.of();

    @Option(
            names = "--java",
            paramLabel = "OPTION",
            description =
                    "An option of the server's JVM, after -Xms1g -Xmx1g -XX:+AlwaysPreTouch, such as --java=-Xmx4g; can be repeated.")
    private List<String> javaOptions = List.of();

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "table",
            description = "table (Markdown) or json; by default ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    private LoadTest() {}

    /** Runs the test and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(new CommandLine(new LoadTest())
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println("LoadTest: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadSettings settings = settings();
        if (url != null) {
            require(ADDRESS.matcher(url).matches(), "--url must be http://HOST:PORT, given " + url);
            String known = key != null ? key : System.getenv().getOrDefault(KEY_VARIABLE, "");
            Target target = Target.of(URI.create(url), known);
            return report(
                    new Trial(target, pid == null ? OptionalLong.empty() : OptionalLong.of(pid), settings, System.err)
                            .run());
        }
        List<String> options = Stream.concat(Stream.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"), javaOptions.stream())
                .toList();
        try (ServerChild server = new ServerChild(options, serveArguments)) {
            Target target = Target.of(server.address(), server.key());
            LoadReport report = new Trial(target, OptionalLong.of(server.pid()), settings, System.err).run();
            if (!report.failures().isEmpty()) {
                System.err.println("the server's last lines:");
                server.lastLines().forEach(System.err::println);
            }
            return report(report);
        }
    }

    private LoadSettings settings() {
        within("--clients", clients, 1, 10_000);
        within("--requests", requests, 1, 1_000_000);
        within("--compare-alone", alone, 0, 1_000_000);
        within("--pictures", pictures, 0, 1_000_000);
        within("--answer-seconds", answerSeconds, 1, 86_400);
        within("--heap-margin", heapMargin, 0, 1 << 20);
        if (memoryMargin != null) {
            within("--memory-margin", memoryMargin, 0, 1 << 20);
        }
        require(minutes > 0 && minutes <= 1_440, "--minutes must be above 0, to 1440, given " + minutes);
        require(url != null || (key == null && pid == null), "--key and --pid go with --url");
        require(
                url == null || (serveArguments.isEmpty() && javaOptions.isEmpty()),
                "--serve and --java don't go with --url");
        return new LoadSettings(
                clients, requests, seed, alone, pictures, minutes, answerSeconds, heapMargin, memoryMargin);
    }

    private void within(String option, int value, int least, int most) {
        require(
                value >= least && value <= most,
                "%s must be from %d to %d, given %d".formatted(option, least, most, value));
    }

    private void require(boolean holds, String message) {
        if (!holds && command != null) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private int report(LoadReport report) {
        switch (format) {
            case JSON -> System.out.println(report.json());
            case TABLE -> LoadTable.lines(report).forEach(System.out::println);
        }
        return report.failures().isEmpty() ? 0 : 1;
    }
}
