package io.belvedere.engine.format;

/** Makes text from a file fit to be shown: on one line, without characters that a terminal obeys, not too long. */
final class Printable {
    private Printable() {}

    /**
     * Escapes what is not plainly visible, and cuts after {@code most} characters of the original, saying how many
     * there were.
     */
    static String of(String text, int most) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(most).forEach(point -> append(shown, point));
        if (text.length() > most) {
            shown.append("... (").append(text.length()).append(" characters)");
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, int point) {
        switch (point) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                if (isVisible(point)) {
                    shown.appendCodePoint(point);
                } else {
                    shown.append("\\u{").append(Integer.toHexString(point)).append('}');
                }
            }
        }
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
