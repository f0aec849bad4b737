package io.belvedere.engine.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of one GGUF model: a single one, or {@code NAME-00001-of-00003.gguf} and its siblings, of which the first
 * has the metadata.
 */
final class GgufShards {
    private static final Pattern NAME =
            Pattern.compile("(.+-)(\\d{5})(-of-)(\\d{5})(\\.gguf)", Pattern.CASE_INSENSITIVE);
    private static final String COUNT = "split.count";
    private static final String NUMBER = "split.no";
    private static final String TENSORS = "split.tensors.count";

    private GgufShards() {}

    /** Whether the name says that this is a part, but not the first, of a model. */
    static boolean isLaterPart(Path file) {
        Matcher name = NAME.matcher(fileName(file));
        return name.matches() && Integer.parseInt(name.group(2)) != 1;
    }

    /** All files of the model that {@code file} is, or is a part of, in order. */
    static List<Path> paths(Path file) throws FormatException {
        Matcher name = NAME.matcher(fileName(file));
        if (!name.matches()) {
            return List.of(file);
        }
        int count = Integer.parseInt(name.group(4));
        int number = Integer.parseInt(name.group(2));
        if (number < 1 || number > count) {
            throw new FormatException(file, "is called part " + number + " of " + count);
        }
        List<Path> paths = new ArrayList<>();
        for (int part = 1; part <= count; part++) {
            paths.add(file.resolveSibling(
                    "%s%05d%s%05d%s".formatted(name.group(1), part, name.group(3), count, name.group(5))));
        }
        return paths;
    }

    /** Maps and reads the model's files, and checks that they belong together. */
    static List<GgufFile> read(Path file, Mappings mappings, FormatLimits limits) throws IOException {
        List<Path> paths = paths(file);
        List<GgufFile> parts = new ArrayList<>();
        for (Path path : paths) {
            if (!ModelPath.exists(path)) {
                throw new FormatException(
                        path,
                        "there is no such file: part " + (parts.size() + 1) + " of " + paths.size()
                                + " of the model is missing; all must be in one folder");
            }
            GgufFile part = GgufReader.read(path, mappings.map(path), limits);
            check(part.metadata(), parts.size(), paths.size());
            parts.add(part);
        }
        int tensors = parts.stream().mapToInt(part -> part.content().count()).sum();
        ModelMetadata first = parts.getFirst().metadata();
        int announced = first.optionalInteger(TENSORS).orElse(tensors);
        if (announced != tensors) {
            throw new FormatException(
                    first.source(), TENSORS + " is " + announced + ", but the parts hold " + tensors + " tensors");
        }
        return parts;
    }

    private static void check(ModelMetadata part, int number, int count) throws FormatException {
        int announced = part.optionalInteger(COUNT).orElse(1);
        if (announced > 1 && count == 1) {
            throw new FormatException(
                    part.source(),
                    "is one of " + announced
                            + " parts, but is not called NAME-00001-of-%05d.gguf".formatted(announced));
        }
        int claimed = part.optionalInteger(NUMBER).orElse(number);
        if (Math.max(1, announced) != count || claimed != number) {
            throw new FormatException(
                    part.source(),
                    "says that it is part %d of %d, but its name makes it part %d of %d"
                            .formatted(claimed + 1, announced, number + 1, count));
        }
    }

    private static String fileName(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
