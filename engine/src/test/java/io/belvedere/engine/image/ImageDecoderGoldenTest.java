package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every golden picture decoded as the reference decodes it, sample for sample. */
class ImageDecoderGoldenTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, AlphaRule.DROP);

    @Test
    void headersSayFormatAndSizes() throws Exception {
        for (JsonNode entry : GoldenImages.entries()) {
            ImageHeader header = decoder.probe(GoldenImages.file(entry));
            assertThat(header.format().name()).isEqualTo(entry.path("format").stringValue());
            JsonNode stored = entry.path("stored_size_wh");
            assertThat(header.stored())
                    .isEqualTo(new ImageSize(
                            stored.get(0).intValue(), stored.get(1).intValue()));
            assertThat(header.oriented()).isEqualTo(GoldenImages.size(entry.path("decoded_hw")));
            assertThat(header.orientation())
                    .isEqualTo(Orientation.of(entry.path("exif_orientation").asInt(1)));
        }
    }

    @Test
    void pixelsEqualTheReference() throws Exception {
        for (JsonNode entry : GoldenImages.entries()) {
            String name = entry.path("name").stringValue();
            Rgb decoded = decoder.decode(GoldenImages.file(entry));
            if (entry.has("decoded_high_byte")) {
                GoldenImages.assertClose(name, decoded, GoldenImages.stored(entry.path("decoded_high_byte")), 0);
            } else {
                if (entry.has("decoded")) {
                    GoldenImages.assertClose(name, decoded, GoldenImages.stored(entry.path("decoded")), 0);
                }
                assertThat(sha256(decoded))
                        .as(name)
                        .isEqualTo(entry.path("decoded_rgb_sha256").stringValue());
            }
        }
    }

    @Test
    void transparencyIsBlendedOverWhite() throws Exception {
        ImageDecoder onWhite = new ImageDecoder(ImageLimits.DEFAULT, AlphaRule.ON_WHITE);
        for (JsonNode entry : GoldenImages.entries()) {
            Rgb decoded = onWhite.decode(GoldenImages.file(entry));
            if (entry.has("decoded_on_white")) {
                Rgb expected = GoldenImages.stored(entry.path("decoded_on_white"));
                GoldenImages.assertClose(entry.path("name").stringValue(), decoded, expected, 0);
            } else {
                assertThat(decoded.samples())
                        .as("%s has no transparency", entry.path("name"))
                        .isEqualTo(decoder.decode(GoldenImages.file(entry)).samples());
            }
        }
    }

    private static String sha256(Rgb image) throws NoSuchAlgorithmException, IOException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image.samples()));
    }
}
