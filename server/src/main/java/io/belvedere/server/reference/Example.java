package io.belvedere.server.reference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A call of the API that runs as it stands, against {@code localhost:8080} and the embedded model.
 *
 * @param source ends with a line break
 */
public record Example(Subject subject, Language language, String source) {
    /** What is asked. */
    public enum Subject {
        TEXT("A text"),
        PICTURE_BY_URL("A picture by URL"),
        PICTURE_BY_BASE64("A picture in the request"),
        STREAMING("Streaming");

        private final String title;

        Subject(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** With which tool. */
    public enum Language {
        CURL("curl", "sh"),
        PYTHON("Python", "python"),
        JAVA("Java", "java");

        private final String title;
        private final String markdown;

        Language(String title, String markdown) {
            this.title = title;
            this.markdown = markdown;
        }

        public String title() {
            return title;
        }

        /** The word behind a code fence. */
        public String markdown() {
            return markdown;
        }
    }

    /** By subject, then by language. */
    public static List<Example> all() throws IOException {
        List<Example> all = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            for (Language language : Language.values()) {
                all.add(new Example(subject, language, Resources.text("examples/" + file(language, subject))));
            }
        }
        return all;
    }

    private static String file(Language language, Subject subject) {
        return "%s/%s.txt".formatted(language, subject).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
