package io.belvedere.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One question about one picture whose answer is known: that of a server without load. */
record ControlQuestion(Target target, byte[] body, String truth) {
    static final Duration MOST = Duration.ofSeconds(60);

    /** Asks it for the first time. */
    static ControlQuestion first(Target target) throws IOException {
        byte[] body = new Bodies(target.model(), target.contextTokens())
                .body("What's in this image?", DrawnPictures.redCircle(), false, RequestMix.MOST_TOKENS, 1);
        return new ControlQuestion(target, body, target.ask(body, MOST).text());
    }

    /** Asks again; empty if the answer is the same. */
    Optional<String> complaint(String when) {
        try {
            String text = target.ask(body, MOST).text();
            return text.equals(truth)
                    ? Optional.empty()
                    : Optional.of(
                            "the control question's answer is '%s' (%s), wanted '%s'".formatted(text, when, truth));
        } catch (IOException e) {
            return Optional.of(
                    "the control question has no answer within %d s (%s): %s".formatted(MOST.toSeconds(), when, e));
        }
    }
}
