package io.belvedere.server.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Key files as editors and shells of all systems write them. */
class KeyArgumentsTest {
    private static final String TEXT = "# two keys\n sk-one \n\nsk-two";

    @TempDir
    private Path folder;

    private Set<String> keys(byte[] file) throws Exception {
        Path path = Files.write(folder.resolve("keys"), file);
        KeyArguments arguments = new KeyArguments();
        new CommandLine(arguments).parseArgs("--api-key-file", path.toString());
        return arguments.keys(new Terminal(System.out, System.err, false, Map.of()));
    }

    @Test
    void anyEncodingAndLineEndWillDo() throws Exception {
        for (String text : new String[] {TEXT, TEXT.replace("\n", "\r\n"), TEXT + "\r\n"}) {
            assertThat(keys(text.getBytes(UTF_8))).containsExactly("sk-one", "sk-two");
            assertThat(keys(("\ufeff" + text).getBytes(UTF_8))).containsExactly("sk-one", "sk-two");
            assertThat(keys(("\ufeff" + text).getBytes(UTF_16LE))).containsExactly("sk-one", "sk-two");
            assertThat(keys(("\ufeff" + text).getBytes(UTF_16BE))).containsExactly("sk-one", "sk-two");
        }
        assertThat(keys("\ufeffsk-one".getBytes(UTF_8))).containsExactly("sk-one");
    }

    @Test
    void whatIsNoTextIsSaid() {
        assertThatThrownBy(() -> keys(new byte[] {'s', 'k', (byte) 0xff}))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--api-key-file: can't read ");
        assertThatThrownBy(() -> keys(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("holds no key");
    }
}
