package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPathTest {
    private static final int NOBODY = 65_534;

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void write() throws IOException {
        Path closed = Files.createDirectories(folder.resolve("closed/inner"));
        model = new GgufWriter().tensor("a", new int[] {1}, 1).write(closed.resolve("model.gguf"));
        permit(folder, "rwxr-xr-x");
    }

    @Test
    void aModelBehindAClosedFolderIsNotCalledMissing() throws Exception {
        permit(folder.resolve("closed"), "---------");
        try {
            assertThat(openedByNobody(model))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith(model + ": can't be reached: the user ")
                    .hasMessageContaining("may not enter the folder " + folder.resolve("closed") + ";");
            assertThat(openedByNobody(model.getParent())).hasMessageContaining("may not enter the folder");
        } finally {
            permit(folder.resolve("closed"), "rwxr-xr-x");
        }
    }

    @Test
    void aFolderThatCanNotBeListedIsSaid() throws Exception {
        permit(model.getParent(), "--x--x--x");
        try {
            assertThat(openedByNobody(model))
                    .hasMessageStartingWith(model.getParent() + ": can't be searched for the files of the model")
                    .hasMessageContaining("--mmproj");
        } finally {
            permit(model.getParent(), "rwxr-xr-x");
        }
    }

    @Test
    void aLinkThatLeadsNowhereIsNotCalledMissing() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("model.gguf"), Path.of("..", "blobs", "0123"));
        assertThatThrownBy(() -> ModelFiles.open(link, null))
                .hasMessage(
                        link + ": is a link to ../blobs/0123, which leads to no file: the download may be incomplete;"
                                + " get it again");
    }

    @Test
    void otherPathsAreSaidAsTheyAre() {
        assertThatThrownBy(() -> ModelFiles.open(folder.resolve("Qwen/Qwen2.5-VL-3B-Instruct"), null))
                .hasMessageContaining("there is no such file or folder; a model is a GGUF file or a folder");
        assertThatThrownBy(() -> ModelFiles.open(folder.resolve("x".repeat(300)), null))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("can't be looked at: File name too long");
        assertThatThrownBy(() -> ModelFiles.open(model, folder))
                .hasMessageContaining("is no regular file but a folder");
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /**
     * What opening fails with for a user who is neither the owner nor root: Linux lets each thread act on files as
     * another user.
     */
    @SuppressWarnings("restricted")
    private static Throwable openedByNobody(Path path) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            Linker linker = Linker.nativeLinker();
            MethodHandle setfsuid = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setfsuid"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            failure.set(catchThrowable(() -> {
                int before = (int) setfsuid.invokeExact(NOBODY);
                assertThat(before).isNotNegative();
                ModelFiles.open(path, null).close();
            }));
        });
        thread.join();
        return failure.get();
    }
}
