package io.belvedere.server.openai.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.belvedere.chat.ImageReport;
import io.belvedere.chat.ImageView;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What the model was shown of a picture, an extension of the API.
 *
 * @param index of the picture in the request, from 0
 * @param source its size as it lies in its file
 * @param oriented its size after EXIF orientation
 * @param processed the size to which it was brought: what boxes in the answer refer to
 * @param cacheHit whether what the model saw of it had been computed before, or for another request at the same time;
 *     left out of a count
 * @param encodeMs what the vision encoder took for it, in milliseconds to one decimal; left out of a count
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageBody(
        int index,
        Size source,
        Size oriented,
        Size processed,
        int tokens,
        @Nullable Boolean cacheHit,
        @Nullable Double encodeMs) {
    /** In pixels. */
    public record Size(int width, int height) {
        static Size of(ImageView.Size size) {
            return new Size(size.width(), size.height());
        }
    }

    /** Of pictures that were only measured. */
    static List<ImageBody> measured(List<ImageView> views) {
        return IntStream.range(0, views.size())
                .mapToObj(index -> of(index, views.get(index), null, null))
                .toList();
    }

    /** Of the pictures of an answered request. */
    public static List<ImageBody> of(List<ImageReport> reports) {
        return IntStream.range(0, reports.size())
                .mapToObj(index -> of(index, reports.get(index)))
                .toList();
    }

    private static ImageBody of(int index, ImageReport report) {
        double millis = Math.round(report.encoding().toNanos() / 1e5) / 10.0;
        return of(index, report.view(), report.cached(), millis);
    }

    private static ImageBody of(int index, ImageView view, @Nullable Boolean cacheHit, @Nullable Double encodeMs) {
        return new ImageBody(
                index,
                Size.of(view.stored()),
                Size.of(view.upright()),
                Size.of(view.shown()),
                view.tokens(),
                cacheHit,
                encodeMs);
    }
}
