package io.belvedere.engine.features;

import static io.belvedere.engine.features.Pictures.features;
import static io.belvedere.engine.features.Pictures.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the disk is a miss, and one warning. */
class BrokenDiskTest {
    private static final Logger LOG = Logger.getLogger(FeatureFolder.class.getName());

    @TempDir
    private Path parent;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(handler);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void aFolderThatCannotBeMadeFindsNothing() throws IOException {
        Path folder = Files.writeString(parent.resolve("file"), "in the way").resolve("folder");
        FeatureFolder opened = FeatureFolder.open(folder, "a model", 1 << 20);
        assertMisses(opened, folder);
    }

    @Test
    void aFolderThatGoesAwayFindsNothing() throws IOException {
        Path folder = parent.resolve("folder");
        FeatureFolder opened = FeatureFolder.open(folder, "a model", 1 << 20);
        Files.delete(folder);
        assertMisses(opened, folder);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFileThatCannotBeReplacedLeavesNothingHalfWritten() throws IOException {
        FeatureFolder opened = FeatureFolder.open(parent, "a model", 1 << 20);
        Path inTheWay = parent.resolve(FolderListing.fileName(key(1)));
        Files.createDirectories(inTheWay.resolve("not empty"));
        assertMisses(opened, parent);
        try (Stream<Path> files = Files.list(parent)) {
            assertThat(files).containsExactly(inTheWay);
        }
        opened.put(key(2), features(key(2), 4, 8));
        assertThat(opened.find(key(2))).isPresent(); // others are not affected
    }

    @Test
    void anInterruptedReadIsAMissAndHarmsNoFile() {
        FeatureFolder opened = FeatureFolder.open(parent, "a model", 1 << 20);
        opened.put(key(1), features(key(1), 4, 8));
        Thread.currentThread().interrupt();
        assertThat(opened.find(key(1))).isEmpty();
        opened.put(key(2), features(key(2), 4, 8));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(opened.find(key(1))).isPresent();
        assertThat(opened.stats().failures()).isZero();
        assertThat(warnings).isEmpty();
    }

    private void assertMisses(FeatureFolder opened, Path folder) {
        for (int i = 0; i < 3; i++) {
            opened.put(key(1), features(key(1), 4, 8));
            assertThat(opened.find(key(1))).isEmpty();
        }
        assertThat(opened.stats().failures()).isGreaterThanOrEqualTo(3);
        assertThat(opened.stats().bytes()).isZero();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(folder.toString())
                .contains("Check that it exists");
    }
}
