package io.belvedere.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes into the folder is killed at a random moment, {@code belvedere.killRounds} times over (20
 * unless told): what the folder serves afterwards is exactly right, and nothing half written is left once it is open.
 */
class KilledProcessTest {
    private static final int ROUNDS = Integer.getInteger("belvedere.killRounds", 20);
    private static final int LONGEST_LIFE_MILLIS = 100;

    @TempDir
    private Path folder;

    @Test
    void aKilledWriterLeavesNothingWrong() throws Exception {
        Random random = new Random(9);
        int cutOff = 0;
        int served = 0;
        for (int round = 0; round < ROUNDS; round++) {
            killAWriter(random.nextLong(), random.nextInt(LONGEST_LIFE_MILLIS));
            cutOff += count(".writing");
            FeatureFolder opened = FeatureFolder.open(folder, WritingProcess.MODEL, WritingProcess.BUDGET_BYTES);
            served += countServed(opened);
            assertThat(count(".writing"))
                    .as("half written files in round %d", round)
                    .isZero();
            assertThat(count(".features")).isEqualTo(opened.stats().files());
            assertThat(opened.stats().bytes()).isLessThanOrEqualTo(WritingProcess.BUDGET_BYTES);
            assertThat(opened.stats().refusals()).as("renamed, but not whole").isZero();
            assertThat(opened.stats().failures()).isZero();
        }
        assertThat(served).isPositive();
        assertThat(cutOff)
                .as("kills in mid-write, without which this shows nothing")
                .isPositive();
    }

    private static int countServed(FeatureFolder opened) {
        int served = 0;
        for (int i = 0; i < WritingProcess.PICTURES; i++) {
            ImageKey key = Pictures.key(i);
            Optional<ImageFeatures> found = opened.find(key);
            if (found.isPresent()) {
                ImageFeatures expected = WritingProcess.features(key);
                assertThat(found.get().tokens()).isEqualTo(expected.tokens());
                assertThat(found.get().width()).isEqualTo(expected.width());
                assertThat(found.get().values()).isEqualTo(expected.values());
                served++;
            }
        }
        return served;
    }

    private void killAWriter(long seed, int lifeMillis) throws IOException, InterruptedException {
        Process writer =
                new ProcessBuilder(command(seed)).redirectErrorStream(true).start();
        try (BufferedReader output = writer.inputReader()) {
            assertThat(output.readLine()).isEqualTo(WritingProcess.READY);
            assertThat(writer.waitFor(lifeMillis, TimeUnit.MILLISECONDS))
                    .as("ended by itself")
                    .isFalse();
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private List<String> command(long seed) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                WritingProcess.class.getName(),
                folder.toString(),
                Long.toString(seed));
    }

    private int count(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(file -> file.toString().endsWith(ending)).count();
        }
    }
}
