package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.belvedere.chat.ImageProblem;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenTensors;
import io.belvedere.engine.image.GoldenImages;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Resampler;
import io.belvedere.engine.image.Rgb;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sizes, resized pixels and patches of every golden picture. */
class ImageProcessorGoldenTest {
    private static final Golden GOLDEN = Golden.set();
    private static final double TOLERANCE = 2e-6;

    private final JsonNode config =
            GOLDEN.json("preprocess/index.json").path("processor").path("preprocessor_config");

    @Test
    void everySizeIsChosenAsByTheReference() throws ImageException {
        JsonNode rows = GOLDEN.json("preprocess/smart_resize.json").path("rows");
        assertThat(rows.size()).isPositive();
        for (JsonNode row : rows) {
            ImageSize image = new ImageSize(row.get(1).intValue(), row.get(0).intValue());
            SmartResize resize = new SmartResize(
                    row.get(2).intValue(), row.get(3).longValue(), row.get(4).longValue());
            if (row.get(5).isNull()) {
                assertThatThrownBy(() -> resize.target(image))
                        .isInstanceOfSatisfying(
                                ImageException.class,
                                refused -> assertThat(refused.problem()).isEqualTo(ImageProblem.INVALID_IMAGE));
            } else {
                assertThat(resize.target(image)).as(row.toString()).isEqualTo(GoldenImages.size(row.get(5)));
            }
        }
    }

    @Test
    void resizedPixelsAgree() throws Exception {
        int compared = 0;
        for (JsonNode entry : accepted()) {
            if (entry.has("resized")) {
                String name = entry.path("name").stringValue();
                Rgb decoded = GoldenImages.decoded(entry);
                ImageSize target = processor(entry).target(decoded.size());
                assertThat(target).as(name).isEqualTo(GoldenImages.size(entry.path("resized_hw")));
                Rgb resized = GoldenImages.stored(entry.path("resized"));
                GoldenImages.assertClose(name, Resampler.TORCHVISION.resize(decoded, target), resized, 2);
                Rgb twoPass =
                        entry.has("resized_two_pass") ? GoldenImages.stored(entry.path("resized_two_pass")) : resized;
                GoldenImages.assertClose(name, Resampler.PILLOW.resize(decoded, target), twoPass, 0);
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    @Test
    void patchesAgree() throws Exception {
        int compared = 0;
        for (JsonNode entry : accepted()) {
            String name = entry.path("name").stringValue();
            ImageProcessor processor = processor(entry);
            PatchGrid patches = entry.has("resized")
                    ? processor.cut(GoldenImages.stored(entry.path("resized")))
                    : processor.patches(GoldenImages.decoded(entry));
            JsonNode grid = entry.path("grid_thw");
            assertThat(patches.gridHeight()).as(name).isEqualTo(grid.get(1).intValue());
            assertThat(patches.gridWidth()).as(name).isEqualTo(grid.get(2).intValue());
            assertThat(processor
                            .cells(GoldenImages.size(entry.path("resized_hw")))
                            .count())
                    .as(name)
                    .isEqualTo(entry.path("image_tokens").intValue());
            compare(
                    name,
                    patches,
                    GOLDEN.tensors(
                            "preprocess/" + entry.path("pixel_values_file").stringValue()));
            compared++;
        }
        assertThat(compared).isPositive();
    }

    /**
     * The reference's rows are (channel, frame, y, x) with two equal frames; either all are stored, or some and every
     * row's sum.
     */
    private static void compare(String name, PatchGrid patches, GoldenTensors expected) {
        boolean all = expected.has("pixel_values");
        float[] values = expected.floats(all ? "pixel_values" : "pixel_values_rows");
        int[] rows = all ? IntStream.range(0, patches.rows()).toArray() : expected.ints("row_index");
        int pixels = patches.columns() / 3;
        assertThat(values).as(name).hasSize(rows.length * 2 * patches.columns());
        double largest = 0;
        for (int r = 0, i = 0; r < rows.length; r++) {
            for (int channel = 0; channel < 3; channel++) {
                for (int framePixel = 0; framePixel < 2 * pixels; framePixel++, i++) {
                    int at = rows[r] * patches.columns() + channel * pixels + framePixel % pixels;
                    largest = Math.max(largest, Math.abs(patches.values()[at] - values[i]));
                }
            }
        }
        assertThat(largest).as("%s: largest difference", name).isLessThanOrEqualTo(TOLERANCE);
        if (!all) {
            compareSums(name, patches, expected.floats("row_sums"));
        }
    }

    private static void compareSums(String name, PatchGrid patches, float[] sums) {
        assertThat(sums).as(name).hasSize(patches.rows());
        for (int row = 0; row < sums.length; row++) {
            double sum = 0;
            for (int i = 0; i < patches.columns(); i++) {
                sum += 2.0 * patches.values()[row * patches.columns() + i];
            }
            assertThat(sum).as("%s: sum of row %d", name, row).isCloseTo(sums[row], within(2e-3));
        }
    }

    private List<JsonNode> accepted() throws IOException, ImageException {
        for (JsonNode entry : GoldenImages.entries()) {
            if (entry.has("error")) {
                ImageSize size = GoldenImages.decoded(entry).size();
                assertThatThrownBy(() -> processor(entry).target(size)).isInstanceOf(ImageException.class);
            }
        }
        return GoldenImages.entries().stream()
                .filter(entry -> !entry.has("error"))
                .toList();
    }

    private ImageProcessor processor(JsonNode entry) {
        JsonNode limits = entry.path("args").isEmpty() ? config : entry.path("args");
        int patch = config.path("patch_size").intValue();
        int merge = config.path("merge_size").intValue();
        SmartResize resize = new SmartResize(
                patch * merge,
                limits.path("min_pixels").longValue(),
                limits.path("max_pixels").longValue());
        return new ImageProcessor(
                patch, merge, resize, Resampler.TORCHVISION, floats("image_mean"), floats("image_std"));
    }

    private float[] floats(String name) {
        JsonNode array = config.path(name);
        return new float[] {
            array.get(0).floatValue(), array.get(1).floatValue(), array.get(2).floatValue()
        };
    }
}
