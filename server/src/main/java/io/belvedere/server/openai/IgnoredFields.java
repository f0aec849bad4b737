package io.belvedere.server.openai;

import io.belvedere.server.http.Exchange;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the client and the log of fields that nobody here knows. */
final class IgnoredFields {
    private static final Logger LOG = LoggerFactory.getLogger(IgnoredFields.class);
    private static final String HEADER = "x-belvedere-ignored-fields";
    private static final int MOST_FIELDS = 16;
    private static final int MOST_CHARACTERS = 64;

    private IgnoredFields() {}

    static void tell(List<String> fields, Exchange exchange) {
        if (fields.isEmpty()) {
            return;
        }
        List<String> told =
                fields.stream().limit(MOST_FIELDS).map(IgnoredFields::plain).toList();
        exchange.setHeader(HEADER, String.join(", ", told));
        LOG.info("{}: unknown fields ignored: {}", exchange.requestId(), told);
    }

    /** Client text in a header and in the log: only characters that can do no harm there. */
    private static String plain(String field) {
        String shortened = field.length() <= MOST_CHARACTERS ? field : field.substring(0, MOST_CHARACTERS) + "...";
        return shortened.replaceAll("[^A-Za-z0-9_.\\[\\]-]", "?");
    }
}
