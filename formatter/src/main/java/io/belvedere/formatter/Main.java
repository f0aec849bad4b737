package io.belvedere.formatter;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks or applies the format of every Java source below the given paths. */
final class Main {
    private static final JavaFormatterOptions OPTIONS = JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build();

    /** Of a line. Code is folded by the format; comments that say more than fits are to be folded by hand. */
    private static final int COLUMNS = 120;

    private final Formatter formatter = Formatter.createFormatter(OPTIONS);

    /**
     * Runs {@code check} (status 1 if a file differs from its formatted text) or {@code apply} (rewrites such files).
     * Both end with status 1 if a comment has lines of more than 120 columns.
     *
     * @param args the mode, then files and folders separated by commas
     */
    public static void main(String[] args) throws IOException {
        boolean apply = "apply".equals(args[0]);
        List<Path> differing = new ArrayList<>();
        List<String> longLines = new ArrayList<>();
        int seen = 0;
        Main main = new Main();
        for (Path source : sources(args[1])) {
            seen++;
            String text = Files.readString(source);
            String formatted = main.format(source, text);
            longLines.addAll(longComments(source, formatted));
            if (!formatted.equals(text)) {
                differing.add(source);
                if (apply) {
                    Files.writeString(source, formatted);
                }
            }
        }
        report(apply, seen, differing, longLines);
    }

    private static List<String> longComments(Path source, String text) {
        List<String> found = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String start = line.strip();
            boolean isComment = start.startsWith("*") || start.startsWith("/*") || start.startsWith("//");
            if (isComment && line.length() > COLUMNS) {
                found.add("%s:%d: a comment of %d columns; fold it at %d"
                        .formatted(source, number, line.length(), COLUMNS));
            }
        }
        return found;
    }

    private static List<Path> sources(String paths) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String path : paths.split(",", -1)) {
            try (Stream<Path> tree = Files.walk(Path.of(path.strip()))) {
                tree.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("target/"))
                        .sorted()
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    private String format(Path source, String text) {
        try {
            String unused = RemoveUnusedImports.removeUnusedImports(text);
            String ordered = ImportOrderer.reorderImports(unused, JavaFormatterOptions.Style.PALANTIR);
            return formatter.formatSource(ordered);
        } catch (FormatterException e) {
            throw new IllegalStateException(
                    source + ": " + e.getMessage() + " (in a record pattern write `var _`, not a bare `_`)", e);
        }
    }

    private static void report(boolean apply, int seen, List<Path> differing, List<String> longLines) {
        longLines.forEach(System.out::println);
        differing.forEach(source -> System.out.println((apply ? "formatted " : "not formatted: ") + source));
        boolean isFormatted = apply || differing.isEmpty();
        if (isFormatted) {
            System.out.println(seen + " sources, " + differing.size() + " changed");
        } else {
            System.out.println(differing.size() + " of " + seen
                    + " sources are not formatted; run: mvn -q -pl formatter verify -Dformat.mode=apply");
        }
        if (!isFormatted || !longLines.isEmpty()) {
            System.exit(1);
        }
    }
}
