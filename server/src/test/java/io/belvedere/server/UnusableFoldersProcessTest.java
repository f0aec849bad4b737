package io.belvedere.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that can't be used: the server does without them, and says so like everything else that it says. */
class UnusableFoldersProcessTest {
    @TempDir
    private Path folder;

    @Test
    void itStartsAndTheEnginesWarningHasTheFormOfTheLog() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (ServerProcess server = new ServerProcess(
                Map.of(),
                List.of("-Djava.io.tmpdir=" + folder.resolve("none")),
                List.of(
                        "--model",
                        ServerProcess.GOLDEN.resolve("tiny-qwen25vl").toString(),
                        "--image-cache-folder",
                        file.resolve("below").toString()))) {
            assertThat(server.stop()).isZero();
            assertThat(server.log())
                    .anyMatch(line -> line.matches("[0-9:.]+ WARN  the folder for image features, .*"))
                    .noneMatch(line -> line.contains("io.belvedere.engine.features.FeatureFolder"));
        }
    }
}
