package io.belvedere.bench.load;

import java.util.List;

/**
 * What many clients saw.
 *
 * @param planned requests; those without an outcome were never sent
 * @param retries after a reply that there is no room
 * @param seconds from the first request to the last reply
 */
record Round(int clients, int planned, List<Outcome> outcomes, long retries, double seconds) {
    List<Outcome.Failed> failures() {
        return outcomes.stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .toList();
    }
}
