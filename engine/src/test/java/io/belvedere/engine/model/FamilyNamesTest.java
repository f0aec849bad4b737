package io.belvedere.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody but the one list names a family, not even in a text or a comment. */
class FamilyNamesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path COMPUTE = Path.of("../compute/src/main/java");
    private static final Path MODELS = Path.of("io/belvedere/engine/model");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");

    @Test
    void onlyTheListNamesAFamily() throws IOException {
        Set<String> names = names(SOURCES);
        assertThat(names).contains("qwen").doesNotContain("parts");
        assertThat(offences(SOURCES, names)).isEmpty();
        assertThat(offences(COMPUTE, names)).isEmpty();
    }

    @Test
    void anIntruderIsSeen(@TempDir Path sources) throws IOException {
        Path intruder = Files.createDirectories(sources.resolve("io/belvedere/engine/text"))
                .resolve("Intruder.java");
        Files.writeString(intruder, "class Intruder {\n    String pattern = \"QWEN2\";\n}\n");
        Path family = Files.createDirectories(sources.resolve(MODELS).resolve("qwen25vl"))
                .resolve("Qwen25Vl.java");
        Files.writeString(family, "package io.belvedere.engine.model.qwen25vl;\n");
        assertThat(names(sources)).containsExactly("qwen");
        assertThat(offences(sources, names(sources))).singleElement().asString().endsWith("Intruder.java:2 names qwen");
    }

    /** What the families' folders begin with: {@code qwen} of {@code qwen25vl}. */
    private static Set<String> names(Path sources) throws IOException {
        try (Stream<Path> folders = Files.list(sources.resolve(MODELS))) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(folder -> !folder.equals("parts"))
                    .map(folder -> LETTERS.matcher(folder)
                            .results()
                            .findFirst()
                            .orElseThrow()
                            .group())
                    .collect(Collectors.toSet());
        }
    }

    private static List<String> offences(Path sources, Set<String> names) throws IOException {
        List<String> offences = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inside = sources.relativize(file);
                boolean ofFamily = inside.startsWith(MODELS)
                        && inside.getNameCount() > MODELS.getNameCount() + 1
                        && !inside.getName(MODELS.getNameCount()).toString().equals("parts");
                if (!ofFamily && !inside.equals(MODELS.resolve("ModelFamilies.java"))) {
                    addOffences(file, names, offences);
                }
            }
        }
        return offences;
    }

    private static void addOffences(Path file, Set<String> names, List<String> offences) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).toLowerCase(Locale.ROOT);
            for (String name : names) {
                if (line.contains(name)) {
                    offences.add(file + ":" + (i + 1) + " names " + name);
                }
            }
        }
    }
}
