package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Part;
import io.belvedere.server.reference.Example;
import io.belvedere.server.reference.Example.Language;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code docs/api.md} and {@code /docs} are the same ones, and do what they say. */
class ExamplesTest {
    private static final byte[] PICTURE = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};

    @TempDir
    Path folder;

    static Stream<Arguments> all() throws IOException {
        return Example.all().stream()
                .map(example -> Arguments.argumentSet(example.subject() + " in " + example.language(), example));
    }

    static Stream<Arguments> thatNeedNoPackage() throws IOException {
        return all().filter(example -> ((Example) example.get()[0]).language() != Language.PYTHON);
    }

    @ParameterizedTest
    @MethodSource("all")
    void standInTheDocument(Example example) throws Exception {
        assertThat(ParameterTableTest.apiDocument())
                .contains("```" + example.language().markdown() + "\n" + example.source() + "```\n");
    }

    @ParameterizedTest
    @MethodSource("thatNeedNoPackage")
    void runAsTheyStand(Example example) throws Exception {
        List<String> command = command(example.language());
        Files.write(folder.resolve("photo.jpg"), PICTURE);
        ScriptedBackend backend = new ScriptedBackend(ApiFixture.colosseum());
        try (ApiFixture api = new ApiFixture(backend)) {
            Files.writeString(
                    folder.resolve("Example.java"),
                    example.source()
                            .replace("http://localhost:8080", api.address("").toString())
                            .replace("belvedere-mini", ScriptedBackend.MODEL));
            assertThat(run(command)).contains("Colosseum");
        }
        List<Part> parts = backend.request().messages().getFirst().parts();
        switch (example.subject()) {
            case TEXT, STREAMING -> assertThat(parts).containsExactly(new Part.Text("Hello"));
            case PICTURE_BY_URL ->
                assertThat(source(parts.getLast()))
                        .isEqualTo(new ImageSource.Remote(URI.create("https://example.com/photo.jpg")));
            case PICTURE_BY_BASE64 ->
                assertThat(source(parts.getLast()))
                        .isInstanceOfSatisfying(
                                ImageSource.Inline.class,
                                inline -> assertThat(inline.bytes().bytes()).containsExactly(PICTURE));
        }
    }

    private static ImageSource source(Part part) {
        return ((Part.Image) part).source();
    }

    private static List<String> command(Language language) {
        if (language == Language.JAVA) {
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "Example.java");
        }
        assumeThat(Path.of("/usr/bin/curl")).as("curl is needed here").exists();
        return List.of("sh", "Example.java");
    }

    /** What it prints. */
    private String run(List<String> command) throws Exception {
        Path printed = folder.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BELVEDERE_API_KEY", "sk-any");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(printed);
    }
}
