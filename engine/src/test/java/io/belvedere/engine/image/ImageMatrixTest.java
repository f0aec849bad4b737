package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ImageBytes;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every kind of every format decodes to the right pixels or is refused by name: nothing decodes to wrong ones. */
class ImageMatrixTest {
    @Test
    void everyFormatHasKinds() throws IOException {
        assertThat(ImageMatrix.formats())
                .containsExactly("bmp", "gif", "ico", "jpeg", "png", "pnm", "tga", "tiff", "webp");
    }

    @TestFactory
    Stream<DynamicTest> everyKind() throws IOException {
        return ImageMatrix.formats().stream().flatMap(ImageMatrixTest::tests);
    }

    private static Stream<DynamicTest> tests(String format) {
        ImageMatrix matrix = new ImageMatrix(format);
        List<ImageMatrix.Kind> kinds;
        try {
            kinds = matrix.kinds();
        } catch (IOException e) {
            return Stream.of(DynamicTest.dynamicTest(format, () -> {
                throw e;
            }));
        }
        Stream<DynamicTest> each = kinds.stream()
                .map(kind -> DynamicTest.dynamicTest(
                        format + "/" + kind.file() + ": " + kind.what(), () -> check(matrix, kind)));
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest(
                        format + " is listed whole",
                        () -> assertThat(matrix.files())
                                .containsExactlyInAnyOrderElementsOf(kinds.stream()
                                        .map(ImageMatrix.Kind::file)
                                        .toList()))),
                each);
    }

    private static void check(ImageMatrix matrix, ImageMatrix.Kind kind) throws Exception {
        ImageBytes file = new ImageBytes(matrix.bytes(kind));
        if (kind.isRefused()) {
            try {
                ImageDecoder.DEFAULT.decode(file);
                throw new AssertionError(kind.file() + " was decoded");
            } catch (ImageException e) {
                assertThat(e.problem().name().toLowerCase(Locale.ROOT)).isEqualTo(kind.code());
                assertThat(e).hasMessageContaining(kind.reference());
            }
        } else {
            GoldenImages.assertClose(
                    kind.file(), ImageDecoder.DEFAULT.decode(file), matrix.reference(kind), kind.levels());
        }
    }
}
