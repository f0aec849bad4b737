package io.belvedere.bench.load;

import java.time.Duration;

/** How a request of the mix ended for its client. */
sealed interface Outcome {
    PlannedRequest request();

    /** @param nanos from the first byte sent to the last received, of the attempt that was taken */
    record Answered(PlannedRequest request, Answer answer, long nanos) implements Outcome {}

    /** Bad input, with the status that it should get. */
    record RefusedRightly(PlannedRequest request) implements Outcome {}

    record Left(PlannedRequest request) implements Outcome {}

    /** Not taken in, as the server has no room: an outcome only if there was no time to try again. */
    record Overloaded(PlannedRequest request, Duration retryAfter) implements Outcome {}

    record Failed(PlannedRequest request, String problem) implements Outcome {}
}
