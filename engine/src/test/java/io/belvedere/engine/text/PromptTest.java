package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.Background;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.Role;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptTest {
    private static List<Message> user(Part... parts) {
        return List.of(Message.of(Role.SYSTEM, "Read."), new Message(Role.USER, List.of(parts)));
    }

    @Test
    void whatIsPreparedKeepsItsOrder() throws Exception {
        ImageBytes bytes = new ImageBytes(new byte[] {1});
        PixelRange pixels = new PixelRange(10, 20);
        Optional<Background> white = Optional.of(new Background(0xFFFFFF));
        Prompt prompt =
                Prompt.of(user(new Part.Text("What?"), new Part.Image(new ImageSource.Inline(bytes), pixels, white)));

        Prompt.Piece.Image image = new Prompt.Piece.Image(bytes, pixels, white);
        assertThat(prompt.turns())
                .containsExactly(
                        new Prompt.Turn(Role.SYSTEM, List.of(new Prompt.Piece.Text("Read."))),
                        new Prompt.Turn(Role.USER, List.of(new Prompt.Piece.Text("What?"), image)));
        assertThat(prompt.images()).containsExactly(image);
        assertThat(prompt.characters()).isEqualTo(10);
    }

    @Test
    void whatIsNotPreparedIsRefused() {
        Part remote = new Part.Image(new ImageSource.Remote(URI.create("http://a.example/b.png")));
        assertThatThrownBy(() -> Prompt.of(user(remote)))
                .isInstanceOf(ChatException.class)
                .hasMessageContaining("not fetched");
        assertThatThrownBy(() -> Prompt.of(user(new Part.Document(new byte[] {1}))))
                .isInstanceOf(ChatException.class)
                .hasMessageContaining("not rendered");
    }
}
