package io.belvedere.server.document.pdf;

import java.util.List;

/**
 * What a rendering process is told on its command line.
 *
 * @param dpi pixels per inch of a page, where the next two allow it
 * @param mostPages of the document
 * @param leastPixels of one page; smaller pages are drawn larger, as nearly as whole pixels allow
 * @param mostPixels of one page; larger pages are drawn smaller
 * @param mostBytes of all pages together, as files
 * @param millis after which the process ends by itself, whoever still waits for it
 */
public record PageOptions(int dpi, int mostPages, long leastPixels, long mostPixels, long mostBytes, long millis) {
    public List<String> arguments() {
        return List.of(
                Integer.toString(dpi),
                Integer.toString(mostPages),
                Long.toString(leastPixels),
                Long.toString(mostPixels),
                Long.toString(mostBytes),
                Long.toString(millis));
    }

    static PageOptions parse(String... arguments) {
        return new PageOptions(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Long.parseLong(arguments[2]),
                Long.parseLong(arguments[3]),
                Long.parseLong(arguments[4]),
                Long.parseLong(arguments[5]));
    }
}
