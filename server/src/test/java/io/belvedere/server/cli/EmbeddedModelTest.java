package io.belvedere.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedModelTest {
    @ParameterizedTest
    @CsvSource({"/cache, /cache/belvedere", "'', /home/me/.cache/belvedere", "cache, /home/me/.cache/belvedere"})
    void theCacheIsWhereTheSpecificationPutsIt(String variable, String folder) throws UserException {
        assertThat(EmbeddedModel.cache(Map.of("XDG_CACHE_HOME", variable), "/home/me"))
                .isEqualTo(Path.of(folder));
    }

    @Test
    void withoutTheVariableItIsInTheHomeFolder() throws UserException {
        assertThat(EmbeddedModel.cache(Map.of(), "/home/me")).isEqualTo(Path.of("/home/me/.cache/belvedere"));
    }

    @ParameterizedTest
    @CsvSource({"?", "''", "relative/home"})
    void aUserWithoutAHomeFolderIsTold(String home) throws UserException {
        assertThatThrownBy(() -> EmbeddedModel.cache(Map.of(), home))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(
                        "this user has no home folder: set XDG_CACHE_HOME to a folder that can be written");
        assertThat(EmbeddedModel.cache(Map.of("XDG_CACHE_HOME", "/cache"), home))
                .isEqualTo(Path.of("/cache/belvedere"));
    }
}
