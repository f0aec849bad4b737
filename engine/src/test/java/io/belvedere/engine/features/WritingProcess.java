package io.belvedere.engine.features;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The process that {@link KilledProcessTest} kills: writes invented pictures into a folder until then. */
final class WritingProcess {
    static final String MODEL = "a model";
    static final String READY = "ready";
    static final int PICTURES = 12;
    static final long BUDGET_BYTES = 2 << 20; // about half of what all pictures take
    private static final Duration ORPHANED = Duration.ofSeconds(30);

    private WritingProcess() {}

    /** Up to 640 KiB. */
    static ImageFeatures features(ImageKey key) {
        return Pictures.featuresOfAnySize(key, 160, 1024);
    }

    /** @param arguments the folder and a seed */
    public static void main(String[] arguments) {
        Random random = new Random(Long.parseLong(arguments[1]));
        Map<ImageKey, ImageFeatures> pictures = new LinkedHashMap<>(); // made before: a kill shall hit the writing
        for (int i = 0; i < PICTURES; i++) {
            pictures.put(Pictures.key(i), features(Pictures.key(i)));
        }
        long end = System.nanoTime() + ORPHANED.toNanos();
        FeatureFolder folder = FeatureFolder.open(Path.of(arguments[0]), MODEL, BUDGET_BYTES);
        pictures.forEach(folder::put);
        System.out.println(READY);
        while (System.nanoTime() < end) {
            ImageKey key = Pictures.key(random.nextInt(PICTURES));
            if (random.nextInt(4) == 0) {
                folder.find(key);
            } else {
                folder.put(key, pictures.get(key));
            }
        }
    }
}
