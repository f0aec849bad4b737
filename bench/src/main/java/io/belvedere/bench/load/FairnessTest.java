package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The fairness test's command line. */
@Command(
        name = "FairnessTest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure how long one caller's small picture takes while another sends the most expensive pictures that it can.",
            "",
            "Starts 'belvedere serve' with the embedded model on loopback, with two keys. One caller asks about a small picture, again and"
                    + " again: first alone, then while the other sends PNG files of almost 50 megapixels and what --picture names from"
                    + " --flooders connections, each file in bytes that no cache knows. Every fifth connection leaves after a tenth of a"
                    + " second each time. Passed if the median is at most twice that alone and 2 s.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:passed", "1:it took longer, or a request failed", "2:the command line is wrong"})
public final class FairnessTest implements Callable<Integer> {
    private static final Duration ANSWER_TIME = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final int SIDE = 224;
    private static final int MOST_TOKENS = 8;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long the flood lasts; by default ${DEFAULT-VALUE}.")
    private int seconds = 120;

    @Option(names = "--flooders", paramLabel = "N", description = "Its connections; by default ${DEFAULT-VALUE}.")
    private int flooders = 16;

    @Option(names = "--rounds", paramLabel = "N", description = "Questions alone; by default ${DEFAULT-VALUE}.")
    private int rounds = 20;

    @Option(names = "--picture", paramLabel = "FILE", description = "Flood with this file too; can be repeated.")
    private List<Path> pictures = new ArrayList<>();

    @Option(
            names = "--java",
            paramLabel = "OPTION",
            description = "For the server's JVM, such as --java=-Xmx512m; can be repeated.")
    private List<String> javaOptions = new ArrayList<>();

    @Option(
            names = "--serve",
            paramLabel = "ARGUMENT",
            description = "For 'serve', such as --serve=--model=FILE; can be repeated.")
    private List<String> serveArguments = new ArrayList<>();

    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Map<String, Integer> replies = new TreeMap<>();

    /** Runs it. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new FairnessTest())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println("FairnessTest: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<byte[]> worst = new ArrayList<>(WorstPictures.ofZeros());
        for (Path picture : pictures) {
            worst.add(Files.readAllBytes(picture));
        }
        String floodKey = "flood-" + System.nanoTime();
        List<String> arguments = Stream.concat(serveArguments.stream(), Stream.of("--api-key", floodKey))
                .toList();
        try (ServerChild server = new ServerChild(javaOptions, arguments)) {
            Target modest = Target.of(server.address(), server.key());
            measure(modest, rounds, Long.MAX_VALUE); // compiles what it needs
            Percentiles alone = measure(modest, rounds, Long.MAX_VALUE);
            List<Thread> flood = flood(Target.of(server.address(), floodKey), worst);
            Percentiles under = measure(modest, Integer.MAX_VALUE, System.nanoTime() + seconds * 1_000_000_000L);
            over.set(true);
            for (Thread thread : flood) {
                thread.join();
            }
            return report(alone, under);
        }
    }

    private int report(Percentiles alone, Percentiles under) {
        System.out.println("| a small picture | requests | p50 | p95 | max |");
        System.out.println("|---|---|---|---|---|");
        System.out.println(row("alone", alone));
        System.out.println(row("in the flood", under));
        synchronized (replies) {
            System.out.println("replies to the flood: " + replies);
        }
        double most = 2 * alone.p50() + 2;
        boolean passed = under.p50() <= most;
        System.out.printf(Locale.ROOT, "%s: the median may be %.2f s%n", passed ? "passed" : "FAILED", most);
        return passed ? 0 : 1;
    }

    private static String row(String title, Percentiles times) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f s | %.2f s | %.2f s |",
                title,
                times.count(),
                times.p50(),
                times.p95(),
                times.max());
    }

    /** @param until of {@link System#nanoTime} */
    private Percentiles measure(Target target, int most, long until) throws IOException {
        List<Long> nanos = new ArrayList<>();
        while (nanos.size() < most && System.nanoTime() < until) {
            long number = numbers.incrementAndGet();
            byte[] body = body(target, DrawnPictures.shapes(number, SIDE, SIDE));
            long begun = System.nanoTime();
            target.ask(body, ANSWER_TIME);
            nanos.add(System.nanoTime() - begun);
        }
        return Objects.requireNonNull(
                Percentiles.of(nanos.stream().mapToLong(Long::longValue)), "not one request in the time");
    }

    private static byte[] body(Target target, byte[] picture) {
        return new Bodies(target.model(), target.contextTokens())
                .body("How many shapes are there?", picture, false, MOST_TOKENS, 1);
    }

    private List<Thread> flood(Target target, List<byte[]> worst) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < flooders; i++) {
            byte[] picture = worst.get(i % worst.size());
            boolean leaves = i % 5 == 4;
            threads.add(Thread.startVirtualThread(() -> {
                while (!over.get()) {
                    count(reply(
                            target, body(target, WorstPictures.renamed(picture, numbers.incrementAndGet())), leaves));
                }
            }));
        }
        return threads;
    }

    private static String reply(Target target, byte[] body, boolean leaves) {
        try (HttpCall call = new HttpCall(target, ANSWER_TIME)) {
            call.post(body);
            if (leaves) {
                call.awaitFirstByte(PATIENCE);
                call.leave(true);
                return "left";
            }
            HttpHead head = call.head();
            String text = new String(call.body(head).readAllBytes(), UTF_8);
            return head.status() == 200
                    ? "200"
                    : head.status() + " "
                            + AnswerReader.object(text)
                                    .path("error")
                                    .path("code")
                                    .asString("");
        } catch (IOException e) {
            return "broken";
        }
    }

    private void count(String reply) {
        synchronized (replies) {
            replies.merge(reply, 1, Integer::sum);
        }
    }
}
