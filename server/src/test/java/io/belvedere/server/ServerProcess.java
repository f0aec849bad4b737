package io.belvedere.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/** {@code belvedere serve} in a process of its own. */
final class ServerProcess implements AutoCloseable {
    static final Path GOLDEN = Path.of("..", "engine", "src", "test", "resources", "golden");
    private static final Pattern READY = Pattern.compile(".* is ready at (https?://\\S+)/v1 .*");
    private static final Pattern INFORMATION = Pattern.compile("[0-9:.]+ INFO  .*");

    private final Process process;
    private final Thread reader;
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<URI> address = new CompletableFuture<>();

    /** Serves the tiny golden model. */
    static ServerProcess withTinyModel(Map<String, String> environment, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("--model", GOLDEN.resolve("tiny-qwen25vl").toString()));
        arguments.addAll(Arrays.asList(more));
        return new ServerProcess(environment, arguments);
    }

    /** @param arguments of the command line; the port is a free one */
    ServerProcess(Map<String, String> environment, List<String> arguments) throws Exception {
        this(environment, List.of(), arguments);
    }

    /** @param machine flags for the JVM, such as {@code -Xmx512m} */
    ServerProcess(Map<String, String> environment, List<String> machine, List<String> arguments) throws Exception {
        this(environment, List.of(), machine, classPath(), arguments);
    }

    /**
     * As it is installed: from jars, so that classes can be loaded when there are no descriptors left.
     *
     * @param jars an empty folder for them
     */
    static ServerProcess withDescriptors(
            int most, Path jars, Map<String, String> environment, List<String> machine, List<String> arguments)
            throws Exception {
        List<String> limited = List.of("sh", "-c", "ulimit -n %d; exec \"$0\" \"$@\"".formatted(most));
        return new ServerProcess(environment, limited, machine, packed(classPath(), jars), arguments);
    }

    private ServerProcess(
            Map<String, String> environment,
            List<String> launcher,
            List<String> machine,
            List<String> classPath,
            List<String> arguments)
            throws Exception {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(machine);
        command.addAll(List.of(
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                String.join(File.pathSeparator, classPath),
                Main.class.getName(),
                "serve",
                "--port",
                "0"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("BELVEDERE_API_KEY");
        builder.environment().putAll(environment);
        process = builder.start();
        reader = Thread.startVirtualThread(this::readLog);
        address.get(180, TimeUnit.SECONDS);
    }

    /** Without the tests' own folder, whose settings silence the log. */
    private static List<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(element -> !element.endsWith("test-classes"))
                .toList();
    }

    /** Jars stay, folders become jars. */
    private static List<String> packed(List<String> classPath, Path jars) {
        List<String> packed = new ArrayList<>();
        for (String element : classPath) {
            if (!Files.isDirectory(Path.of(element))) {
                packed.add(element);
                continue;
            }
            Path jar = jars.resolve(packed.size() + ".jar");
            int status = ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(
                            System.out,
                            System.err,
                            "--create",
                            "--no-compress",
                            "--file",
                            jar.toString(),
                            "-C",
                            element,
                            ".");
            assertThat(status).isZero();
            packed.add(jar.toString());
        }
        return packed;
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = lines.readLine()) != null) {
                log.add(line);
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    address.complete(URI.create(ready.group(1)));
                }
            }
            address.completeExceptionally(new IOException("ended early: " + log));
        } catch (IOException e) {
            address.completeExceptionally(e);
        }
    }

    /** Such as {@code http://127.0.0.1:41234}. */
    URI address() {
        return address.join();
    }

    List<String> log() {
        return List.copyOf(log);
    }

    /** Since it was ready, it has told of nothing but the ordinary course of things. */
    void assertQuiet() {
        assertThat(log()).anyMatch(READY.asMatchPredicate());
        assertThat(log().stream().dropWhile(READY.asMatchPredicate().negate()))
                .allMatch(INFORMATION.asMatchPredicate());
    }

    /** Sends SIGTERM; returns the exit code. */
    int stop() throws Exception {
        process.toHandle().destroy(); // unlike process.destroy() leaves the output readable
        return awaitEnd();
    }

    /** @param name such as {@code TERM} */
    void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits until it has ended; returns the exit code. */
    int awaitEnd() throws Exception {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end: " + log);
        }
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
