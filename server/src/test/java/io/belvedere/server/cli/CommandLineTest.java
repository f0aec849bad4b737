package io.belvedere.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.belvedere.server.media.PictureHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The commands in this process, on the tiny model. */
class CommandLineTest {
    private static final Path GOLDEN = Path.of("..", "engine", "src", "test", "resources", "golden");
    private static final String MODEL = GOLDEN.resolve("tiny-qwen25vl").toString();
    private static final Path PICTURE = GOLDEN.resolve("images").resolve("windows-5x5.png");

    @TempDir
    private Path folder;

    /** Commands choose how much is logged; the tests after this one shall be quiet again. */
    @AfterAll
    static void forgetLogLevel() {
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger("io.belvedere")
                .setLevel(null);
    }

    private record Run(int status, String out, String err) {}

    private static Run run(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, environment);
        int status = new Belvedere(terminal).run(arguments);
        return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static Run run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private static Run ask(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("ask", "--model", MODEL, "--threads", "1", "--temperature", "0", "--max-tokens", "4"));
        arguments.addAll(Arrays.asList(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void helpTeaches() {
        Run help = run("--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("belvedere ask --model", "belvedere serve --model", "Exit codes:", "inspect");
        for (String command : List.of("ask", "serve", "bench", "inspect")) {
            assertThat(run(command, "--help").out()).contains("Usage: belvedere " + command, "--mmproj");
        }
        assertThat(run("--version").out()).startsWith("belvedere ");
        Run none = run();
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("Usage: belvedere");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            bogus                                    | 2 | 'bogus'
            ask                                      | 2 | QUESTION
            ask hi --mmproj P                        | 2 | --mmproj goes with --model
            ask hi --bogus                           | 2 | --bogus
            ask hi --model M --temperature 3         | 2 | --temperature must be from 0.0 to 2.0, given 3.0
            ask hi --model M --image-background red  | 2 | must be a colour as #RRGGBB, given red
            ask hi --model M --top-p 1.5             | 2 | --top-p must be
            ask hi --model M --max-tokens 0          | 2 | --max-tokens must be at least 1, given 0
            ask hi --model M --threads 0             | 2 | --threads
            ask hi --model M --threads x             | 2 | 'x' is not an int
            ask hi --model M --kernels gpu           | 2 | kernels must be one of auto, exact, scalar, vector
            ask hi --model M --kv-type q4_0          | 2 | the K/V type must be one of f32, f16, q8_0
            ask hi --model M --limit nothing=1       | 2 | there is no limit 'nothing' here; there are images, image-size
            ask hi --model M --limit requests=1      | 2 | there is no limit 'requests' here
            serve --model M --limit nothing=1        | 2 | there is no limit 'nothing' here; there are body-size
            ask hi --model M --limit images=1001     | 2 | images must be from 0 to 1000
            ask hi --model M --limit images          | 2 | --limit
            ask hi --model M --allow-media-host a/b  | 2 | is not HOST or HOST:PORT
            ask hi --model M --media-proxy p:3128    | 2 | --media-proxy: 'p:3128' is not http://HOST:PORT
            ask hi --model M --image none.png        | 4 | there is no file none.png
            ask hi --model M --image http://a\\b     | 4 | is not a valid URL
            ask hi --model M --limit images=1 --image a --image b | 4 | at most 1 picture, given 2
            ask hi --model none                      | 3 | none
            bench --model none                       | 3 | none
            bench --prompt -1                        | 2 | --prompt must be at least 0, given -1
            bench --generate -1                      | 2 | --generate must be at least 0, given -1
            bench --streams 65                       | 2 | --streams must be from 0 to 64, given 65
            bench --repeat 0                         | 2 | --repeat must be from 1 to 100, given 0
            bench --image 448                        | 2 | WIDTHxHEIGHT in pixels, such as 448x448, or none, given 448
            bench --image 0x28                       | 2 | sides must be from 1 to 8192 pixels, given 0x28
            bench --format xml                       | 2 | 'xml'
            inspect none                             | 3 | none
            serve --model M --host 0.0.0.0           | 2 | needs a key: set BELVEDERE_API_KEY or --api-key-file
            serve --model M --host no.such.invalid   | 2 | nobody knows the address of no.such.invalid
            serve --model M --port 65536             | 2 | --port must be from 0 to 65535, given 65536
            serve --model M --api-key-file none.txt  | 2 | can't read none.txt
            serve --model none --port 0              | 3 | none
            """)
    void mistakesAreOneLineThatSaysWhatToDo(String line, int status, String message) {
        Run run = run(line.split(" +"));
        assertThat(run.status()).isEqualTo(status);
        assertThat(run.err().lines().findFirst().orElse(""))
                .startsWith("belvedere: ")
                .contains(message);
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
        assertThat(run(("--verbose " + line).split(" +")).err()).contains("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "schl\u00fcssel"})
    void badKeysAreRefused(String key) throws Exception {
        Run run = run(Map.of("BELVEDERE_API_KEY", key), "serve", "--model", "M");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("BELVEDERE_API_KEY must be printable ASCII");
        Path file = Files.writeString(folder.resolve("keys"), "# nothing\n\n");
        assertThat(run("serve", "--model", "M", "--api-key-file", file.toString())
                        .err())
                .contains("holds no key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n"})
    void anEmptyVariableIsNoKey(String key) {
        Run run = run(Map.of("BELVEDERE_API_KEY", key), "serve", "--model", "none", "--port", "0");
        assertThat(run.err()).doesNotContain("BELVEDERE_API_KEY");
        assertThat(run.status()).isEqualTo(ExitCode.MODEL);
        assertThat(run(Map.of("BELVEDERE_API_KEY", key), "serve", "--model", "none", "--host", "0.0.0.0")
                        .err())
                .contains("needs a key: set BELVEDERE_API_KEY");
        assertThat(run("serve", "--model", "none", "--api-key", key).err()).contains("the key of --api-key must be");
    }

    @Test
    void aTakenPortIsFoundBeforeTheModelIsLoaded() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Run run = run("serve", "--model", "none", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("port " + taken.getLocalPort(), "--port");
        }
    }

    @Test
    void asksAboutAFile() {
        Run run = ask("--image", PICTURE.toString(), "--stats", "What is this?");
        assertThat(run.err()).contains("for 1 picture), answer 4 tokens", "load ");
        assertThat(run.status()).isZero();
        assertThat(run.out()).isNotBlank().endsWith("\n");
        assertThat(ask("--image", PICTURE.toString(), "What is this?").out()).isEqualTo(run.out());
    }

    @Test
    void withoutAModelTheOneInsideIsUnpackedAndAsked() throws Exception {
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", folder.toString());
        String receipt = Path.of("..", "docs", "images", "receipt.png").toString();
        Run run = run(environment, "ask", "--threads", "1", "--image", receipt, "What is the total?");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("The total is $25.38.\n");
        assertThat(folder.resolve("belvedere")).isDirectoryRecursivelyContaining("glob:**/mini-*/model-q8_0.gguf");
    }

    @Test
    void aCacheThatCannotBeWrittenIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Run run = run(Map.of("XDG_CACHE_HOME", file.toString()), "ask", "hi");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("set XDG_CACHE_HOME to a folder that can be written, or give --model PATH");
    }

    @Test
    void asksAboutAnAddressOnlyWhereItIsAllowed() throws Exception {
        try (PictureHost host = new PictureHost().picture("/p.png", Files.readAllBytes(PICTURE))) {
            String url = "http://127.0.0.1:" + host.port() + "/p.png";
            Run refused = ask("--image", url, "What is this?");
            assertThat(refused.status()).isEqualTo(4);
            assertThat(refused.err()).contains(url + ": The image's URL can't be used");
            Run allowed = ask("--image", url, "--allow-media-host", "127.0.0.1:" + host.port(), "What is this?");
            assertThat(allowed.status()).isZero();
            assertThat(allowed.out())
                    .isEqualTo(
                            ask("--image", PICTURE.toString(), "What is this?").out());
        }
    }

    @Test
    void namesThePictureThatCannotBeUsed() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no picture");
        Run run = ask("--image", PICTURE.toString(), "--image", text.toString(), "What?");
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err()).startsWith("belvedere: " + text + ": ");
        Run large = ask("--image", PICTURE.toString(), "--limit", "image-size=1KiB", "What?");
        assertThat(large.status()).isEqualTo(4);
        assertThat(large.err()).contains("is larger than 1 KiB");
    }

    @Test
    void aQuestionTooLongForTheContextIsSaid() {
        Run run = ask("--context", "32", "word ".repeat(100));
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err()).contains("32 tokens").contains("--context");
    }

    private static Run bench(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("bench", "--model", MODEL, "--threads", "1", "--repeat", "2", "--warm-up", "0"));
        arguments.addAll(Arrays.asList(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void measuresEveryStageForPeople() {
        Run run = bench("--image", "56x84", "--prompt", "40", "--generate", "3", "--streams", "2");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Qwen2.5-VL, CPU, 1 thread", "| stage ", "encode 56x84, 24 patches")
                .contains(
                        "prefill 40 tokens",
                        "decode 3 tokens",
                        "decode 2 x 3 tokens, weights",
                        "reading memory alone",
                        "peak resident memory");
    }

    @Test
    void measuresForScriptsToo() {
        Run run = bench("--image", "none", "--prompt", "0", "--generate", "2", "--format", "json");
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.path("encode").isNull()).isTrue();
        assertThat(report.path("prefill").isNull()).isTrue();
        assertThat(report.path("load").path("ready_seconds").isNumber()).isTrue();
        assertThat(report.path("decode").path("streams").intValue()).isEqualTo(1);
        assertThat(report.path("decode").path("tokens_per_second").path("runs").size())
                .isEqualTo(2);
        JsonNode streams = report.path("decode_streams");
        assertThat(streams.path("streams").intValue()).isEqualTo(4);
        assertThat(streams.path("weight_bytes").longValue()).isPositive();
        assertThat(streams.path("memory_gigabytes_per_second").path("min").doubleValue())
                .isPositive();
        assertThat(streams.path("weight_gigabytes_per_second").path("median").isNumber())
                .isTrue();
    }

    @Test
    void whatTheModelCannotTakeIsSaidWithItsLimit() {
        assertThat(bench("--prompt", "1000000000").err()).contains("--prompt must be from 0 to ", "given 1000000000");
        assertThat(run("bench", "--model", MODEL, "--warm-up", "-1").err())
                .contains("--warm-up must be from 0 to 3600, given -1");
        assertThat(bench("--context", "32", "--prompt", "0", "--generate", "17").err())
                .contains("--generate must be from 0 to 16, given 17");
        Run elongated = bench("--image", "8000x2");
        assertThat(elongated.status()).isEqualTo(2);
        assertThat(elongated.err()).startsWith("belvedere: --image: ");
    }

    /** As on a full disk, or with standard output closed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version",
                "ask --help",
                "inspect MODEL",
                "ask --model MODEL --threads 1 --max-tokens 4 What?",
                "bench --model MODEL --threads 1 --repeat 1 --warm-up 0 --image none --prompt 0 --generate 1"
            })
    void whatCanNotBeWrittenIsNoSuccess(String line) {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new PrintStream(full, true, UTF_8), new PrintStream(err, true, UTF_8), false, Map.of());
        int status = new Belvedere(terminal).run(line.replace("MODEL", MODEL).split(" "));
        assertThat(status).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString(UTF_8)).contains("belvedere: standard output can't be written: it is closed");
    }

    @Test
    void inspectsFilesAndSaysWhoClaimsThem() {
        Run run = run("inspect", MODEL);
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("tensors (", "totals").endsWith("family: Qwen2.5-VL\n");
    }

    @Test
    void inspectSaysWhyNoneClaimsThem() throws Exception {
        Files.write(folder.resolve("model.safetensors"), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"qwen2_vl\"}");
        Run run = run("inspect", folder.toString());
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("family: none that is supported (" + folder.resolve("config.json")
                        + ": config.model_type is qwen2_vl; supported: Qwen2.5-VL");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --tls-key k.pem                            | --tls-certificate and --tls-key go together
            --tls-certificate c.pem                    | --tls-certificate and --tls-key go together
            --tls-certificate none.pem --tls-key k.pem | TLS: there is no file none.pem
            --allow-origin *                           | --allow-origin * lets every web page call and needs a key
            --path-prefix ai                           | --path-prefix: a path prefix begins with a slash and has no query, such as /ai/vision; given 'ai'
            --path-prefix /v1                          | the path prefix /v1 hides the route /v1/chat/completions; choose one
            --path-prefix /health/                     | --path-prefix: the path prefix /health hides the route /health
            --path-prefix /docs                        | --path-prefix: the path prefix /docs hides the route /docs
            --path-prefix /v1/models/a                 | --path-prefix: the path prefix /v1/models/a hides the route /v1/models/
            --allow-origin app.example                 | --allow-origin: an origin is a scheme and a host
            --allow-origin https://app.example/        | such as https://app.example; given 'https://app.example/'
            """)
    void aDoorThatCantBeIsNotOpened(String arguments, String message) {
        List<String> line = new ArrayList<>(List.of("serve", "--model", MODEL, "--port", "0"));
        line.addAll(List.of(arguments.split(" ")));
        Run refused = run(line.toArray(String[]::new));
        assertThat(refused.err()).contains(message);
        assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
    }
}
