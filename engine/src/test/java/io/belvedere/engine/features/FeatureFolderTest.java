package io.belvedere.engine.features;

import static io.belvedere.engine.features.Pictures.features;
import static io.belvedere.engine.features.Pictures.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFolderTest {
    private static final String MODEL = "a model";
    private static final long PLENTY = 1 << 30;
    private static final int PICTURE = FeatureFormat.HEADER_BYTES + 4 * 8 * Float.BYTES;

    @TempDir
    private Path folder;

    @Test
    void whatWasPutIsFoundAfterAReopening() throws IOException {
        ImageFeatures large = features(key(1), 300, 1000); // several chunks, the last not full
        open(PLENTY).put(key(1), large);
        open(PLENTY).put(key(2), features(key(2), 1, 1));
        FeatureFolder reopened = open(PLENTY);
        assertThat(reopened.find(key(1))).get().satisfies(found -> assertEqual(found, large));
        assertThat(reopened.find(key(2))).get().satisfies(found -> assertEqual(found, features(key(2), 1, 1)));
        assertThat(reopened.find(key(3))).isEmpty();
        long bytes = 2 * FeatureFormat.HEADER_BYTES + 300_001 * Float.BYTES;
        assertThat(reopened.stats()).isEqualTo(new FeatureFolder.Stats(2, 1, bytes, 2, 0, 0, 0));
        assertThat(names()).hasSize(2).allMatch(name -> name.endsWith(".features"));
    }

    @Test
    void unusualNumbersComeBackAsTheyWere() {
        float[] special = {Float.NaN, Float.POSITIVE_INFINITY, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 1};
        FeatureFolder opened = open(PLENTY);
        opened.put(key(1), new ImageFeatures(2, 3, 1, special));
        assertThat(opened.find(key(1)).orElseThrow().values()).containsExactly(special);
    }

    @Test
    void levelsComeBackToo() {
        FeatureFolder opened = open(PLENTY);
        opened.put(key(1), new ImageFeatures(1, 2, 3, new float[] {1, 2, 3, 4, 5, 6}));
        ImageFeatures found = opened.find(key(1)).orElseThrow();
        assertThat(List.of(found.tokens(), found.width(), found.levels())).containsExactly(1, 2, 3);
        assertThat(found.values()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void puttingAgainReplaces() {
        FeatureFolder opened = open(PLENTY);
        opened.put(key(1), features(key(2), 9, 9));
        opened.put(key(1), features(key(1), 4, 8));
        assertThat(opened.find(key(1))).get().satisfies(found -> assertEqual(found, features(key(1), 4, 8)));
        assertThat(opened.stats().bytes()).isEqualTo(PICTURE);
    }

    @Test
    void theOldestUsedGoesFirst() throws IOException {
        FeatureFolder opened = open(3 * PICTURE);
        put(opened, 1, 2, 3);
        opened.find(key(1));
        put(opened, 4);
        assertThat(held(opened, 1, 2, 3, 4)).containsExactly(1, 3, 4);
        assertThat(opened.stats().evictions()).isEqualTo(1);
        assertThat(opened.stats().bytes()).isEqualTo(3 * PICTURE);
        assertThat(names()).hasSize(3);
    }

    @Test
    void theOrderOfUseOutlivesTheProcess() throws IOException {
        FeatureFolder opened = open(PLENTY);
        put(opened, 1, 2, 3, 4);
        for (int i = 1; i <= 4; i++) {
            Files.setLastModifiedTime(file(key(i)), FileTime.from(Instant.ofEpochSecond(1_000_000 + i)));
        }
        opened.find(key(1));
        FeatureFolder reopened = open(2 * PICTURE);
        assertThat(reopened.stats().evictions()).isEqualTo(2);
        assertThat(names()).hasSize(2);
        assertThat(held(reopened, 1, 2, 3, 4)).containsExactly(1, 4);
    }

    @Test
    void aPictureLargerThanTheBudgetIsNotKeptAndDrivesNothingOut() throws IOException {
        FeatureFolder opened = open(3 * PICTURE);
        put(opened, 1, 2, 3);
        opened.put(key(4), features(key(4), 40, 8));
        assertThat(held(opened, 1, 2, 3, 4)).containsExactly(1, 2, 3);
        open(0).put(key(5), features(key(5), 4, 8));
        assertThat(names()).isEmpty();
    }

    @Test
    void clearsWhatACrashLeftAndLeavesOtherFilesAlone() throws IOException {
        Path leftover = FolderListing.createTemporary(folder, key(1));
        List<String> others = List.of("notes.txt", "a.writing", "ABC.features", key(1).sha256() + ".features.bak");
        for (String other : others) {
            Files.writeString(folder.resolve(other), "not ours");
        }
        put(open(0), 1);
        assertThat(leftover).doesNotExist();
        assertThat(names()).containsExactlyInAnyOrderElementsOf(others);
    }

    @Test
    void createsAFolder() {
        folder = folder.resolve("new/deep");
        put(open(PLENTY), 1);
        assertThat(held(open(PLENTY), 1)).containsExactly(1);
    }

    @Test
    void twoOnOneFolderServeEachOthersPicturesAndMissWhatTheOtherDeleted() throws IOException {
        FeatureFolder one = open(PLENTY);
        FeatureFolder two = open(PICTURE);
        put(one, 1);
        assertThat(held(two, 1)).containsExactly(1);
        assertThat(two.stats().files()).isEqualTo(1);
        put(two, 2); // room for one
        assertThat(held(one, 1, 2)).containsExactly(2);
        assertThat(one.stats().files()).isEqualTo(1);
        assertThat(one.stats().failures()).isZero();
    }

    @Test
    void threadsNeverReadAnotherPictureAndStayInTheBudget() throws Exception {
        FeatureFolder opened = open(6 * PICTURE);
        Callable<Integer> work = () -> {
            Random random = new Random(Thread.currentThread().threadId());
            for (int i = 0; i < 150; i++) {
                ImageKey key = key(random.nextInt(12));
                if (random.nextBoolean()) {
                    opened.put(key, features(key, 4, 8));
                } else {
                    opened.find(key).ifPresent(found -> assertEqual(found, features(key, 4, 8)));
                }
            }
            return 0;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> done : threads.invokeAll(List.of(work, work, work, work))) {
                done.get();
            }
        }
        assertThat(opened.stats().failures()).isZero();
        assertThat(opened.stats().refusals()).isZero();
        assertThat(names()).hasSize(opened.stats().files());
        assertThat(opened.stats().bytes())
                .isEqualTo((long) opened.stats().files() * PICTURE)
                .isLessThanOrEqualTo(6 * PICTURE);
    }

    @Test
    void refusesSizesThatContradictTheValues() {
        FeatureFolder opened = open(PLENTY);
        assertThatThrownBy(() -> opened.put(key(1), new ImageFeatures(2, 3, 1, new float[5])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 tokens of width 3 in 1 levels can't have 5 values");
        assertThatThrownBy(() -> open(-1)).hasMessageContaining("budgetBytes").hasMessageContaining("-1");
        assertThat(opened.find(key(1))).isEmpty();
    }

    private FeatureFolder open(long budgetBytes) {
        return FeatureFolder.open(folder, MODEL, budgetBytes);
    }

    private Path file(ImageKey key) {
        return folder.resolve(FolderListing.fileName(key));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static void put(FeatureFolder to, int... numbers) {
        for (int number : numbers) {
            to.put(key(number), features(key(number), 4, 8));
        }
    }

    private static List<Integer> held(FeatureFolder in, int... numbers) {
        List<Integer> held = new ArrayList<>();
        for (int number : numbers) {
            in.find(key(number)).ifPresent(_ -> held.add(number));
        }
        return held;
    }

    private static void assertEqual(ImageFeatures found, ImageFeatures expected) {
        assertThat(found.tokens()).isEqualTo(expected.tokens());
        assertThat(found.width()).isEqualTo(expected.width());
        assertThat(found.values()).isEqualTo(expected.values());
    }
}
