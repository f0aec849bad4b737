package io.belvedere.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Selecting gives what sorting the whole row gives: the same tokens in the same order. */
class CandidatesTest {
    private static final int ROWS = 200;
    private static final int AT = 3;
    private static final double TEMPERATURE = 0.7;
    private static final int[] MOST = {1, 2, 20, 63, 64, 65, 500, 1_000, Integer.MAX_VALUE};
    private static final double[] SHARES = {1e-9, 0.1, 0.5, 0.8, 0.95, 0.999, 1 - 1e-15};

    /**
     * Rows of 1 to 1,500 tokens behind {@link #AT} others: few distinct logits, many, all the same, zeros of both
     * signs, tokens that can't be.
     */
    private static void eachRow(Consumer<float[]> check) {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < ROWS; i++) {
            float[] row = new float[AT + random.nextInt(1, 1_501)];
            int levels = new int[] {1, 2, 5, 40, 1 << 20}[i % 5];
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextInt(levels) * 16f / levels * (random.nextBoolean() ? 1 : -1);
                if (random.nextInt(8) == 0) {
                    row[j] = Float.NEGATIVE_INFINITY;
                }
            }
            row[AT] = Math.max(row[AT], -1);
            check.accept(row);
        }
    }

    private static int tokens(float[] row) {
        return row.length - AT;
    }

    private static int[] sorted(float[] row) {
        return IntStream.range(0, tokens(row))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(token -> -(row[AT + token] + 0.0))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double weight(float[] row, int token, double highest) {
        return Math.exp((row[AT + token] - highest) / TEMPERATURE);
    }

    private static int[] nucleus(float[] row, int[] of, double total, double share) {
        double highest = row[AT + sorted(row)[0]];
        double sum = 0;
        int kept = 0;
        while (kept < of.length && sum < share * total) {
            sum += weight(row, of[kept++], highest);
        }
        return Arrays.copyOf(of, Math.max(kept, 1));
    }

    /** Added up in order, unlike a stream's sum, which corrects its rounding. */
    private static double total(float[] row, int[] of) {
        double highest = row[AT + sorted(row)[0]];
        double total = 0;
        for (int token : of) {
            total += weight(row, token, highest);
        }
        return total;
    }

    private static Candidates begun(float[] row) {
        Candidates candidates = new Candidates(tokens(row));
        candidates.begin(row, AT, TEMPERATURE);
        return candidates;
    }

    @Test
    void theHeaviestAreTheHeadOfAFullSort() {
        eachRow(row -> {
            int[] sorted = sorted(row);
            for (int most : MOST) {
                Candidates candidates = begun(row);
                candidates.takeHeaviest(most);
                assertThat(candidates.tokens()).isEqualTo(Arrays.copyOf(sorted, Math.min(most, sorted.length)));
            }
        });
    }

    @Test
    void theNucleusIsThatOfAFullSort() {
        eachRow(row -> {
            double total = total(row, IntStream.range(0, tokens(row)).toArray());
            for (double share : SHARES) {
                Candidates candidates = begun(row);
                candidates.takeNucleus(share);
                assertThat(candidates.tokens()).isEqualTo(nucleus(row, sorted(row), total, share));
            }
        });
    }

    @Test
    void aNucleusOfTheHeaviestCountsTheirWeightAlone() {
        eachRow(row -> {
            int[] heaviest = Arrays.copyOf(sorted(row), Math.min(50, tokens(row)));
            for (double share : List.of(0.3, 0.77)) {
                Candidates candidates = begun(row);
                candidates.takeHeaviest(50);
                candidates.keepNucleus(share);
                assertThat(candidates.tokens()).isEqualTo(nucleus(row, heaviest, total(row, heaviest), share));
            }
        });
    }

    @Test
    void oneObjectServesRowAfterRow() {
        float[] flat = new float[AT + 1_000];
        float[] steep = flat.clone();
        steep[AT + 700] = 30;
        Candidates candidates = new Candidates(1_000);
        for (int i = 0; i < 3; i++) {
            candidates.begin(flat, AT, 1);
            candidates.takeNucleus(0.5);
            assertThat(candidates.tokens()).isEqualTo(IntStream.range(0, 500).toArray());
            candidates.begin(steep, AT, 1);
            candidates.takeNucleus(0.5);
            assertThat(candidates.tokens()).containsExactly(700);
            candidates.takeAll();
            candidates.keepAbove(0.5);
            assertThat(candidates.tokens()).containsExactly(700);
        }
    }

    @Test
    void everyPointDrawsATokenThatHasWeight() {
        float[] row = {0, Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY};
        Candidates candidates = new Candidates(4);
        candidates.begin(row, 0, 1);
        candidates.takeAll();
        assertThat(candidates.draw(0)).isZero();
        assertThat(candidates.draw(0.5)).isEqualTo(2);
        assertThat(candidates.draw(Math.nextDown(1.0))).isEqualTo(2);
    }
}
