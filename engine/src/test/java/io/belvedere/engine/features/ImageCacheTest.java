package io.belvedere.engine.features;

import static io.belvedere.engine.features.Pictures.features;
import static io.belvedere.engine.features.Pictures.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
    private static final int BUDGET = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void withoutAFolderARestartForgets() {
        try (ImageCache cache = ImageCache.inMemory(BUDGET)) {
            ImageFeatures features = features(key(1), 4, 8);
            cache.put(key(1), features);
            assertThat(cache.find(key(1))).containsSame(features);
            assertThat(cache.find(key(2))).isEmpty();
            assertThat(cache.stats().disk()).isEmpty();
            assertThat(cache.stats().memory().hits()).isEqualTo(1);
        }
    }

    @Test
    void withAFolderItDoesNotAndWhatWasReadIsInMemory() {
        try (ImageCache cache = open(BUDGET)) {
            cache.put(key(1), features(key(1), 4, 8));
        }
        try (ImageCache cache = open(BUDGET)) {
            ImageFeatures first = cache.find(key(1)).orElseThrow();
            assertThat(first.values()).isEqualTo(features(key(1), 4, 8).values());
            assertThat(cache.find(key(1))).containsSame(first);
            assertThat(cache.find(key(2))).isEmpty();
            assertThat(cache.stats().memory().hits()).isEqualTo(1);
            assertThat(disk(cache).hits()).isEqualTo(1);
            assertThat(disk(cache).misses()).isEqualTo(1);
        }
    }

    @Test
    void withoutMemoryTheFolderAnswers() throws IOException {
        ImageCache cache = open(0);
        cache.put(key(1), features(key(1), 4, 8));
        cache.close();
        assertThat(cache.find(key(1))).isPresent();
        assertThat(cache.find(key(1))).isPresent();
        assertThat(disk(cache).hits()).isEqualTo(2);
        Files.delete(folder.resolve(FolderListing.fileName(key(1))));
        assertThat(cache.find(key(1))).isEmpty();
    }

    @Test
    void afterClosingMemoryGoesOnAlone() {
        ImageCache cache = open(BUDGET);
        cache.close();
        cache.put(key(1), features(key(1), 4, 8));
        assertThat(cache.find(key(1))).isPresent();
        assertThat(cache.stats().skippedWrites()).isEqualTo(1);
        assertThat(open(BUDGET).find(key(1))).isEmpty();
    }

    @Test
    void manyThreadsFindNothingButWhatBelongsToTheKey() throws Exception {
        try (ImageCache cache = open(2000)) {
            Callable<Integer> work = () -> {
                Random random = new Random(Thread.currentThread().threadId());
                for (int i = 0; i < 500; i++) {
                    ImageKey key = key(random.nextInt(20));
                    cache.find(key)
                            .ifPresentOrElse(
                                    found -> assertThat(found.values())
                                            .isEqualTo(features(key, 4, 8).values()),
                                    () -> cache.put(key, features(key, 4, 8)));
                }
                return 0;
            };
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                for (Future<Integer> done : threads.invokeAll(List.of(work, work, work, work))) {
                    done.get();
                }
            }
            assertThat(cache.stats().memory().bytes()).isLessThanOrEqualTo(2000);
            assertThat(disk(cache).failures()).isZero();
            assertThat(disk(cache).refusals()).isZero();
        }
        try (ImageCache cache = open(BUDGET)) {
            assertThat(IntStream.range(0, 20).filter(i -> cache.find(key(i)).isPresent()))
                    .isNotEmpty();
        }
    }

    private ImageCache open(long memoryBytes) {
        return ImageCache.over(FeatureFolder.open(folder, "a model", BUDGET), memoryBytes);
    }

    private static FeatureFolder.Stats disk(ImageCache cache) {
        return cache.stats().disk().orElseThrow();
    }
}
