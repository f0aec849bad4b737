package io.belvedere.bench.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The siege's command line: hostile connections against a server with a small heap. */
@Command(
        name = "Siege",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Attack a server with many connections at a time, each of which makes it hold what it can.",
            "",
            "Starts 'belvedere serve' with the embedded model, TLS and -Xmx512m on loopback, and makes one assault after the other. All"
                    + " the while GET /health is asked on new connections. When an assault is over, honest clients ask over HTTP/1.1"
                    + " and HTTP/2.",
            "",
            "A failure is: a GET /health without an answer with status 200 in time (--health-seconds), an honest client that is not answered, an"
                    + " OutOfMemoryError in the log, or a server that has ended.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:passed", "1:something failed: the report says what", "2:the command line is wrong"})
public final class Siege implements Callable<Integer> {
    private static final int HELP_WIDTH = 110;
    private static final long OPENING_MILLIS = 120_000;
    private static final String ROW = "| %-18s | %6s | %7s | %6s | %6s | %7s | %7s | %9s | %8s | %s |";

    @Spec
    private @Nullable CommandSpec command;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Of each assault at a time; by default ${DEFAULT-VALUE}.")
    private int connections = 1_000;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "That an assault goes on once its connections are open; by default ${DEFAULT-VALUE}.")
    private int seconds = 10;

    @Option(
            names = "--health-seconds",
            paramLabel = "S",
            description =
                    "That GET /health may take; by default ${DEFAULT-VALUE}. The attackers use the same processors.")
    private int healthSeconds = 20;

    @Option(
            names = "--assault",
            paramLabel = "NAME",
            description = "One of: ${NAMES}. Can be repeated; by default all.")
    private List<String> names = List.of();

    @Option(
            names = "--java",
            paramLabel = "OPTION",
            description = "An option of the server's JVM, after -Xmx512m, such as --java=-Xmx1g; can be repeated.")
    private List<String> javaOptions = List.of();

    @Option(
            names = "--serve",
            paramLabel = "ARGUMENT",
            description =
                    "An argument for 'belvedere serve', such as --serve=--limit=connections=200; can be repeated.")
    private List<String> serveArguments = List.of();

    private final List<String> failures = new ArrayList<>();

    private Siege() {}

    /** Runs it and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.setProperty(
                "NAMES", Arrays.stream(Assault.values()).map(Assault::label).collect(Collectors.joining(", ")));
        System.exit(new CommandLine(new Siege())
                .setUsageHelpWidth(HELP_WIDTH)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println("Siege: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        require(
                connections > 0 && connections <= 100_000,
                "--connections must be from 1 to 100000, given " + connections);
        require(seconds >= 0 && seconds <= 3_600, "--seconds must be from 0 to 3600, given " + seconds);
        require(
                healthSeconds > 0 && healthSeconds <= 600,
                "--health-seconds must be from 1 to 600, given " + healthSeconds);
        List<Assault> assaults = assaults();
        Path folder = Files.createTempDirectory("siege");
        ThrowawayCertificate tls = ThrowawayCertificate.in(folder);
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "--tls-certificate",
                                tls.certificate().toString(),
                                "--tls-key",
                                tls.key().toString()),
                        serveArguments.stream())
                .toList();
        List<String> java =
                Stream.concat(Stream.of("-Xmx512m"), javaOptions.stream()).toList();
        try (ServerChild server = new ServerChild(java, arguments)) {
            head(server);
            for (Assault assault : assaults) {
                make(assault, server, tls);
            }
            if (server.lastLines().stream().anyMatch(line -> line.contains("OutOfMemoryError"))) {
                failures.add("memory ran out: " + String.join("\n", server.lastLines()));
            }
        } finally {
            delete(folder);
        }
        failures.forEach(failure -> System.out.println("FAILED: " + failure));
        System.out.println(failures.isEmpty() ? "passed" : failures.size() + " failures");
        return failures.isEmpty() ? 0 : 1;
    }

    private List<Assault> assaults() {
        List<String> known = Arrays.stream(Assault.values()).map(Assault::label).toList();
        for (String name : names) {
            require(
                    known.contains(name),
                    "--assault: there is no '%s'; there are %s".formatted(name, String.join(", ", known)));
        }
        return Arrays.stream(Assault.values())
                .filter(assault -> names.isEmpty() || names.contains(assault.label()))
                .toList();
    }

    private void require(boolean holds, String message) {
        if (!holds && command != null) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private void head(ServerChild server) throws InterruptedException {
        Machine machine = Machine.here();
        System.out.printf(
                Locale.ROOT,
                "%s, %d cores, %s; load average before: %s%n%d connections at a time for %d s; heap before: %s MiB%n%n",
                machine.processor(),
                machine.cores(),
                machine.system(),
                machine.loadAverage(),
                connections,
                seconds,
                mebibytes(Vitals.of(server.pid(), "before", 0, 0).heapBytes()));
        System.out.println(String.format(
                Locale.ROOT,
                ROW,
                "assault",
                "opened",
                "cut off",
                "health",
                "failed",
                "median",
                "longest",
                "heap, MiB",
                "RSS, MiB",
                "each connection sends"));
        System.out.println("|" + "---|".repeat(10));
    }

    private void make(Assault assault, ServerChild server, ThrowawayCertificate tls) throws InterruptedException {
        URI address = URI.create("https://localhost:" + server.address().getPort());
        HealthWatch health = new HealthWatch(address, tls.trusting(), Duration.ofSeconds(healthSeconds));
        Attackers attackers = new Attackers(assault, address, server.key(), tls.trusting());
        Vitals during;
        try {
            attackers.start(connections);
            attackers.awaitOpening(OPENING_MILLIS);
            Thread.sleep(Duration.ofSeconds(seconds));
            during = Vitals.of(server.pid(), "during", 0, 0);
        } finally {
            attackers.stop();
            health.stop();
        }
        Percentiles times = health.times();
        System.out.println(String.format(
                Locale.ROOT,
                ROW,
                assault.label(),
                attackers.opened(),
                attackers.cutOff(),
                times == null ? 0 : times.count(),
                health.failures().size(),
                times == null ? "" : String.format(Locale.ROOT, "%.3f s", times.p50()),
                times == null ? "" : String.format(Locale.ROOT, "%.3f s", times.max()),
                mebibytes(during.heapBytes()),
                mebibytes(during.residentBytes()),
                assault.description()));
        health.failures().stream()
                .distinct()
                .forEach(failure -> failures.add(assault.label() + ": /health: " + failure));
        askHonestly(assault, address, server.key(), tls);
    }

    private void askHonestly(Assault after, URI address, String key, ThrowawayCertificate tls)
            throws InterruptedException {
        String question =
                "{\"model\": \"belvedere-mini\", \"max_tokens\": 4, \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
        for (HttpClient.Version version : HttpClient.Version.values()) {
            try (HttpClient client = HttpClient.newBuilder()
                    .version(version)
                    .sslContext(tls.trusting())
                    .build()) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                                .header("authorization", "Bearer " + key)
                                .header("content-type", "application/json")
                                .timeout(Duration.ofSeconds(60))
                                .POST(HttpRequest.BodyPublishers.ofString(question))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    failures.add("after %s: an honest client got %d: %s"
                            .formatted(after.label(), answer.statusCode(), BrokenReply.shortened(answer.body())));
                }
            } catch (IOException e) {
                failures.add("after %s: an honest client got no answer: %s".formatted(after.label(), e));
            }
        }
    }

    private static String mebibytes(@Nullable Long bytes) {
        return bytes == null ? "unknown" : Long.toString(bytes >> 20);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
