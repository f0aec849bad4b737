package io.belvedere.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.server.openai.ScriptedBackend;
import io.belvedere.server.preparation.PreparingBackend;
import io.belvedere.server.settings.Limits;
import java.net.InetAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FetchedPictureTest {
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=");

    /**
     * A count needs the picture's header, and an answer its pixels: both get the picture, with the size that was asked
     * for.
     */
    @Test
    void bothCountsAndAnswersGetTheFetchedPicture() throws Exception {
        PixelRange pixels = new PixelRange(5_000, 60_000);
        for (boolean count : new boolean[] {true, false}) {
            ScriptedBackend behind = new ScriptedBackend();
            try (PictureHost host = new PictureHost().picture("/a.png", PNG);
                    PreparingBackend backend = new PreparingBackend(List.of(fetcher(host)), behind)) {
                URI address = URI.create("http://127.0.0.1:" + host.port() + "/a.png");
                Part remote = new Part.Image(new ImageSource.Remote(address), pixels);
                ChatRequest request = new ChatRequest(
                        List.of(new Message(Role.USER, List.of(remote))),
                        SamplingOptions.DEFAULTS,
                        OptionalInt.empty(),
                        List.of());
                if (count) {
                    assertThat(backend.measure(request).images()).hasSize(1);
                } else {
                    backend.submit(request).close();
                }
                Part.Image arrived = (Part.Image)
                        behind.request().messages().getFirst().parts().getFirst();
                assertThat(((ImageSource.Inline) arrived.source()).bytes().bytes())
                        .isEqualTo(PNG);
                assertThat(arrived.pixels()).isEqualTo(pixels);
            }
        }
    }

    private static MediaFetcher fetcher(PictureHost host) {
        Set<EgressPolicy.AllowedHost> allowed = Set.of(EgressPolicy.AllowedHost.parse("127.0.0.1:" + host.port()));
        NameService names = name -> List.of(InetAddress.getLoopbackAddress());
        return new MediaFetcher(Limits.DEFAULTS, new EgressPolicy(allowed, false), names, "Belvedere/test");
    }
}
