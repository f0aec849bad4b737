package io.belvedere.server.openai.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One event of a streamed answer.
 *
 * @param images an extension: what the model was shown of the request's pictures; only in the last chunk, and left out
 *     where there are none
 * @param progress an extension: how far the request is; left out unless that was asked for, and once there is text
 */
public record Chunk(
        String id,
        String object,
        long created,
        String model,
        List<ChunkChoice> choices,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ImageBody> images,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProgressBody progress) {
    /**
     * A step of one answer.
     *
     * @param logprobs null unless they were asked for, and where there is no text
     * @param finishReason null but in the last step
     * @param finishDetails left out where {@code finishReason} says it all
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record ChunkChoice(
            int index,
            Delta delta,
            @Nullable ChoiceLogprobs logprobs,
            @Nullable String finishReason,
            @JsonInclude(JsonInclude.Include.NON_NULL) Finish.@Nullable Details finishDetails) {}

    /** What is new; absent fields are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Delta(@Nullable String role, @Nullable String content) {}

    /**
     * A chunk of a stream whose client asked for usage: null everywhere but in the last one, whose choices are empty.
     */
    public record WithUsage(
            @JsonUnwrapped Chunk chunk, @Nullable UsageBody usage) {}

    /** @param choice which answer, from 0 */
    public static Chunk opening(ReplyHead head, int choice) {
        return of(head, new ChunkChoice(choice, new Delta("assistant", ""), null, null, null));
    }

    /** @param choice which answer, from 0 */
    public static Chunk text(ReplyHead head, int choice, String text, @Nullable ChoiceLogprobs logprobs) {
        return of(head, new ChunkChoice(choice, new Delta(null, text), logprobs, null, null));
    }

    /** @param choice which answer, from 0 */
    public static Chunk finish(ReplyHead head, int choice, Finish finish) {
        return of(head, new ChunkChoice(choice, new Delta(null, null), null, finish.reason(), finish.details()));
    }

    /**
     * Nothing new but how far the request is. The choice is there for clients that look at the first of every chunk.
     */
    public static Chunk progress(ReplyHead head, ProgressBody progress) {
        ChunkChoice nothing = new ChunkChoice(0, new Delta(null, null), null, null, null);
        return new Chunk(
                head.id(),
                "chat.completion.chunk",
                head.created(),
                head.model(),
                List.of(nothing),
                List.of(),
                progress);
    }

    /** No choices at all: only ever sent together with usage. */
    public static Chunk closing(ReplyHead head) {
        return of(head, List.of());
    }

    /** The same as the last chunk of its stream. */
    public Chunk withImages(List<ImageBody> shown) {
        return new Chunk(id, object, created, model, choices, shown, null);
    }

    private static Chunk of(ReplyHead head, ChunkChoice choice) {
        return of(head, List.of(choice));
    }

    private static Chunk of(ReplyHead head, List<ChunkChoice> choices) {
        return new Chunk(head.id(), "chat.completion.chunk", head.created(), head.model(), choices, List.of(), null);
    }
}
