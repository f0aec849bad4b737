package io.belvedere.engine.image;

import io.belvedere.chat.ImageProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that means harm, or only looks like it.
 *
 * @param problem how it must be refused
 * @param size what it must decode to if {@code problem} is null
 */
record HostileCase(
        String name,
        byte[] file,
        @Nullable ImageProblem problem,
        @Nullable ImageSize size) {
    @Override
    public String toString() {
        return name;
    }

    /** Cases of one format, collected one after the other. */
    static final class Group {
        private final String format;
        private final List<HostileCase> cases = new ArrayList<>();

        Group(String format) {
            this.format = format;
        }

        Group refused(String name, ImageProblem problem, byte[] file) {
            cases.add(new HostileCase(format + ": " + name, file, problem, null));
            return this;
        }

        Group broken(String name, byte[] file) {
            return refused(name, ImageProblem.IMAGE_PARSE_ERROR, file);
        }

        Group tooLarge(String name, byte[] file) {
            return refused(name, ImageProblem.IMAGE_TOO_LARGE, file);
        }

        Group unsupported(String name, byte[] file) {
            return refused(name, ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE, file);
        }

        Group withoutPixels(String name, byte[] file) {
            return refused(name, ImageProblem.INVALID_IMAGE, file);
        }

        Group decodes(String name, int width, int height, byte[] file) {
            cases.add(new HostileCase(format + ": " + name, file, null, new ImageSize(width, height)));
            return this;
        }

        List<HostileCase> cases() {
            return cases;
        }
    }
}
