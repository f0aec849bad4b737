package io.belvedere.server.reference;

/** HTML in the making; text is escaped. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Markup, as it is. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    Html text(String text) {
        out.append(text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
        return this;
    }

    Html element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name + ">");
    }

    /** Begins a table, up to its first row. */
    Html tableHead(String... columns) {
        raw("<table><tr>");
        for (String column : columns) {
            element("th", column);
        }
        return raw("</tr>\n");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
