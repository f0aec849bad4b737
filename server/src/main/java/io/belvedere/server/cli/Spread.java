package io.belvedere.server.cli;

import java.util.Arrays;

/**
 * A quantity that was measured several times.
 *
 * @param runs in the order of measurement, at least one
 */
record Spread(double median, double min, double max, double[] runs) {
    static Spread of(double... runs) {
        double[] sorted = runs.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], runs);
    }

    /** What was done in a second, if these are the seconds in which {@code amount} was done. */
    Spread rate(double amount) {
        return of(Arrays.stream(runs).map(seconds -> amount / seconds).toArray());
    }
}
