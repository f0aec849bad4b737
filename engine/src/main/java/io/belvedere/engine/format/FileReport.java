package io.belvedere.engine.format;

import io.belvedere.compute.DType;
import io.belvedere.compute.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a model's files hold, as lines of text for a person: files, metadata, tensors, and totals by type. Nothing from
 * the files reaches a terminal unescaped; long texts and lists are cut.
 */
public final class FileReport {
    private static final int ITEMS_SHOWN = 8;
    private static final int ITEM_CHARACTERS_SHOWN = 40;
    private static final int TEXT_CHARACTERS_SHOWN = 120;
    private static final int NAME_CHARACTERS_SHOWN = 100;

    private final ModelFiles files;
    private final List<String> lines = new ArrayList<>();

    private FileReport(ModelFiles files) {
        this.files = files;
    }

    /** @throws IOException if a list of the metadata is broken or a file has gone */
    public static List<String> lines(ModelFiles files) throws IOException {
        FileReport report = new FileReport(files);
        report.addFiles();
        report.addMetadata("metadata", files.metadata());
        if (files.projector().isPresent()) {
            report.addMetadata(
                    "metadata of the picture encoder", files.projector().get());
        }
        report.addTensors();
        report.addUnread();
        report.addTotals();
        return List.copyOf(report.lines);
    }

    private void addFiles() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Path file : files.files()) {
            rows.add(List.of(Printable.of(file.toString(), TEXT_CHARACTERS_SHOWN), size(Files.size(file))));
        }
        lines.add("files (" + files.metadata().format() + ")");
        addTable(rows, false, true);
    }

    private void addMetadata(String title, ModelMetadata metadata) throws FormatException {
        List<List<String>> rows = new ArrayList<>();
        for (String key : metadata.keys()) {
            MetadataValue value = metadata.value(key);
            rows.add(List.of(name(key), value == null ? "" : show(value, TEXT_CHARACTERS_SHOWN)));
        }
        lines.add("");
        lines.add(title + " (" + count(rows.size(), "key") + ")");
        addTable(rows, false, false);
    }

    private void addTensors() {
        List<List<String>> rows = new ArrayList<>();
        for (Tensor tensor : files.tensors()) {
            rows.add(List.of(
                    name(tensor.name()),
                    tensor.type().toString(),
                    tensor.shape().toString(),
                    size(tensor.bytes().byteSize())));
        }
        lines.add("");
        lines.add("tensors (" + rows.size() + ")");
        addTable(rows, false, false, true, true);
    }

    /** What no model needs is told, in case somebody misses it. */
    private void addUnread() {
        if (files.unread().isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        files.unread().forEach((name, type) -> rows.add(List.of(name(name), name(type))));
        lines.add("");
        lines.add("tensors of types that are not read (" + rows.size() + ")");
        addTable(rows, false, false);
    }

    private static final class Total {
        private int tensors;
        private long elements;
        private long bytes;

        void add(Tensor tensor) {
            tensors++;
            elements += tensor.shape().elements();
            bytes += tensor.bytes().byteSize();
        }

        List<String> row(String name) {
            return List.of(name, count(tensors, "tensor"), count(elements, "element"), size(bytes));
        }
    }

    private void addTotals() {
        Map<DType, Total> byType = new EnumMap<>(DType.class);
        Total all = new Total();
        for (Tensor tensor : files.tensors()) {
            byType.computeIfAbsent(tensor.type(), type -> new Total()).add(tensor);
            all.add(tensor);
        }
        List<List<String>> rows = new ArrayList<>();
        byType.forEach((type, total) -> rows.add(total.row(type.toString())));
        rows.add(all.row("all"));
        lines.add("");
        lines.add("totals");
        addTable(rows, false, true, true, true);
    }

    /** Adds rows with their columns aligned. */
    private void addTable(List<List<String>> rows, boolean... rightAligned) {
        int[] widths = new int[rightAligned.length];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths[column] - cell.length());
                line.append("  ").append(rightAligned[column] ? padding + cell : cell + padding);
            }
            lines.add(line.toString().stripTrailing());
        }
    }

    private static String show(MetadataValue value, int textCharacters) throws FormatException {
        return switch (value) {
            case MetadataValue.Whole whole -> Long.toString(whole.value());
            case MetadataValue.Real real -> shortest(real.value());
            case MetadataValue.Flag flag -> Boolean.toString(flag.value());
            case MetadataValue.Text text -> quoted(Printable.of(text.value(), textCharacters));
            case MetadataValue.Items items -> show(items);
        };
    }

    private static String show(MetadataValue.Items items) throws FormatException {
        List<String> shown = new ArrayList<>();
        for (MetadataValue item : items.first(Math.min(items.size(), ITEMS_SHOWN))) {
            boolean nested = item instanceof MetadataValue.Items;
            shown.add(nested ? item.kind() : show(item, ITEM_CHARACTERS_SHOWN));
        }
        String end = items.size() > ITEMS_SHOWN ? ", ... (" + count(items.size(), "value") + ")]" : "]";
        return "[" + String.join(", ", shown) + end;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\\"") + '"';
    }

    /** Without the digits that a number gains on its way from F32 to double. */
    private static String shortest(double value) {
        float single = (float) value;
        return single == value ? Float.toString(single) : Double.toString(value);
    }

    private static String name(String name) {
        return Printable.of(name, NAME_CHARACTERS_SHOWN);
    }

    private static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    private static String size(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
