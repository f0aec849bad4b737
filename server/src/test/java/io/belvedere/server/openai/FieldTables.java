package io.belvedere.server.openai;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code docs/api.md} tells of each field: its tables, read as a client reads them. */
final class FieldTables {
    /** Where a field stands. */
    enum Place {
        REQUEST("", FieldRules.OF_REQUEST),
        STREAM_OPTIONS("in `stream_options`: ", FieldRules.OF_STREAM_OPTIONS),
        MESSAGE("in a message: ", FieldRules.OF_MESSAGE),
        PART("in a part: |in an image part: ", FieldRules.OF_PART),
        FILE("in a file part: ", FieldRules.OF_FILE);

        private final Pattern prefix;
        private final FieldRules rules;

        Place(String prefix, FieldRules rules) {
            this.prefix = Pattern.compile(prefix);
            this.rules = rules;
        }

        FieldRules rules() {
            return rules;
        }

        static Place of(String cell) {
            return Arrays.stream(values())
                    .filter(place ->
                            place != REQUEST && place.prefix.matcher(cell).lookingAt())
                    .findFirst()
                    .orElse(REQUEST);
        }
    }

    /**
     * A row: the fields of one place that share a lot.
     *
     * @param about the second cell
     */
    record Row(Place place, List<String> fields, String about) {
        static Row of(String fields, String about) {
            Place place = Place.of(fields);
            String names =
                    fields.replaceFirst(place.prefix.pattern(), "").replace("the roles `tool` and `function`, ", "");
            return new Row(place, quoted(names), about);
        }
    }

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private final String document;

    FieldTables(String document) {
        this.document = document;
    }

    List<Row> honoured() {
        return rows("### Honoured");
    }

    List<Row> refused() {
        return rows("### Refused by name");
    }

    /** The clauses of a sentence instead of rows. */
    List<Row> withoutEffect() {
        String sentence = section("### Without effect")
                .lines()
                .takeWhile(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
        String clauses = sentence.substring(sentence.indexOf(": ") + 2).replaceAll("\\([^)]*\\)", "");
        return Arrays.stream(clauses.split("; "))
                .map(clause -> Row.of(clause, ""))
                .toList();
    }

    static Map<Place, Set<String>> byPlace(List<Row> rows) {
        Map<Place, Set<String>> fields = new LinkedHashMap<>();
        for (Place place : Place.values()) {
            fields.put(place, new TreeSet<>());
        }
        rows.forEach(row -> fields.get(row.place()).addAll(row.fields()));
        return fields;
    }

    static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private List<Row> rows(String heading) {
        return section(heading)
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.split(" \\| ", 2))
                .map(cells -> Row.of(cells[0].substring(2), cells[1]))
                .toList();
    }

    private String section(String heading) {
        int start = document.indexOf(heading + "\n");
        if (start < 0) {
            throw new AssertionError("docs/api.md has no section " + heading);
        }
        String from = document.substring(start + heading.length()).strip();
        int end = from.indexOf("\n## ") < 0 ? from.length() : from.indexOf("\n## ");
        int other = from.indexOf("\n### ");
        return from.substring(0, other < 0 ? end : Math.min(end, other));
    }
}
