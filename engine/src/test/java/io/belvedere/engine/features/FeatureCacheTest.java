package io.belvedere.engine.features;

import static io.belvedere.engine.features.FeatureCache.ENTRY_BYTES;
import static io.belvedere.engine.features.Pictures.features;
import static io.belvedere.engine.features.Pictures.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FeatureCacheTest {
    private static final int PICTURE = ENTRY_BYTES + 4 * 8 * Float.BYTES;

    @Test
    void theLeastRecentlyUsedGoesFirst() {
        FeatureCache cache = new FeatureCache(3 * PICTURE);
        put(cache, 1, 2, 3);
        cache.find(key(1));
        put(cache, 4);
        assertThat(held(cache, 1, 2, 3, 4)).containsExactly(1, 3, 4);
        put(cache, 5, 6);
        assertThat(held(cache, 1, 4, 5, 6)).containsExactly(4, 5, 6);
    }

    @Test
    void aLargePictureDrivesOutAsManyAsItNeeds() {
        FeatureCache cache = new FeatureCache(3 * PICTURE);
        put(cache, 1, 2, 3);
        cache.put(key(4), features(key(4), 8, 8)); // less than two of the others
        assertThat(held(cache, 1, 2, 3, 4)).containsExactly(3, 4);
    }

    @Test
    void whatIsLargerThanTheBudgetIsNotKeptAndDrivesNothingOut() {
        FeatureCache cache = new FeatureCache(3 * PICTURE);
        put(cache, 1, 2, 3);
        cache.put(key(4), features(key(4), 4, 80));
        assertThat(held(cache, 1, 2, 3, 4)).containsExactly(1, 2, 3);
    }

    @Test
    void noBudgetKeepsNothing() {
        FeatureCache cache = new FeatureCache(0);
        cache.put(key(1), new ImageFeatures(0, 8, 1, new float[0]));
        assertThat(cache.find(key(1))).isEmpty();
        assertThat(cache.stats()).isEqualTo(new FeatureCache.Stats(0, 1, 0, 0, 0));
        assertThatThrownBy(() -> new FeatureCache(-1))
                .hasMessageContaining("budgetBytes")
                .hasMessageContaining("-1");
    }

    @Test
    void theSameKeyIsCountedOnce() {
        FeatureCache cache = new FeatureCache(3 * PICTURE);
        put(cache, 1, 1, 1, 1, 2, 3);
        assertThat(cache.stats()).isEqualTo(new FeatureCache.Stats(0, 0, 3 * PICTURE, 3, 0));
    }

    @Test
    void countsWhatHappens() {
        FeatureCache cache = new FeatureCache(2 * PICTURE);
        put(cache, 1, 2, 3);
        cache.find(key(1));
        cache.find(key(2));
        cache.find(key(3));
        assertThat(cache.stats()).isEqualTo(new FeatureCache.Stats(2, 1, 2 * PICTURE, 2, 1));
    }

    @Test
    void agreesWithANaiveModelOverRandomOperations() {
        int budget = 5000;
        FeatureCache cache = new FeatureCache(budget);
        LinkedHashMap<ImageKey, ImageFeatures> naive = new LinkedHashMap<>(); // least recently used first
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            ImageKey key = key(random.nextInt(30));
            ImageFeatures known = naive.remove(key);
            if (random.nextBoolean()) {
                assertThat(cache.find(key)).isEqualTo(Optional.ofNullable(known));
                if (known != null) {
                    naive.put(key, known);
                }
            } else {
                float[] values = new float[random.nextInt(1500)];
                ImageFeatures features = new ImageFeatures(1, values.length, 1, values);
                cache.put(key, features);
                if (bytes(features) <= budget) {
                    naive.put(key, features);
                }
                while (bytes(naive) > budget) {
                    naive.pollFirstEntry();
                }
            }
            assertThat(cache.stats().bytes()).isEqualTo(bytes(naive)).isLessThanOrEqualTo(budget);
            assertThat(cache.stats().entries()).isEqualTo(naive.size());
        }
    }

    @Test
    void threadsNeverMixPicturesUpNorExceedTheBudget() throws Exception {
        FeatureCache cache = new FeatureCache(10 * PICTURE);
        Callable<Long> work = () -> {
            Random random = new Random(Thread.currentThread().threadId());
            long lookups = 0;
            for (int i = 0; i < 20_000; i++) {
                ImageKey key = key(random.nextInt(40));
                if (random.nextBoolean()) {
                    cache.put(key, features(key, 4, 8));
                } else {
                    lookups++;
                    cache.find(key)
                            .ifPresent(found -> assertThat(found.values())
                                    .isEqualTo(features(key, 4, 8).values()));
                }
                assertThat(cache.stats().bytes()).isLessThanOrEqualTo(10 * PICTURE);
            }
            return lookups;
        };
        long lookups = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Long> done : threads.invokeAll(List.of(work, work, work, work, work, work))) {
                lookups += done.get();
            }
        }
        FeatureCache.Stats stats = cache.stats();
        assertThat(stats.hits() + stats.misses()).isEqualTo(lookups);
        assertThat(stats.bytes()).isEqualTo((long) stats.entries() * PICTURE).isLessThanOrEqualTo(10 * PICTURE);
    }

    private static void put(FeatureCache cache, int... numbers) {
        for (int number : numbers) {
            cache.put(key(number), features(key(number), 4, 8));
        }
    }

    private static List<Integer> held(FeatureCache cache, int... numbers) {
        List<Integer> held = new ArrayList<>();
        for (int number : numbers) {
            cache.find(key(number)).ifPresent(_ -> held.add(number));
        }
        return held;
    }

    private static long bytes(Map<ImageKey, ImageFeatures> entries) {
        return entries.values().stream().mapToLong(FeatureCacheTest::bytes).sum();
    }

    private static long bytes(ImageFeatures features) {
        return ENTRY_BYTES + (long) features.values().length * Float.BYTES;
    }
}
