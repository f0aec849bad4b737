package io.belvedere.engine.run;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.FinishReason;
import io.belvedere.engine.sampling.LogProbs;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where what the engine says of all answers to one request arrives. */
public final class AnswerInbox {
    /** What the engine thread says of a sequence; the last one is Ended or Broken. */
    public sealed interface Output {
        /** @param cachedTokens of the prompt that were computed before this sequence came */
        record Begun(int cachedTokens) implements Output {}

        /**
         * A picture went through the vision encoder for this sequence.
         *
         * @param image of the prompt, from 0
         * @param nanos that it took
         */
        record Encoded(int image, long nanos) implements Output {}

        /** @param logProbs null unless they were asked for */
        record Token(int id, @Nullable LogProbs logProbs) implements Output {}

        record Ended(FinishReason reason) implements Output {}

        record Broken(ChatFailure failure) implements Output {}
    }

    /** @param choice which of the request's answers, from 0 */
    public record Said(int choice, Output output) {}

    private final BlockingQueue<Said> said =
            new LinkedBlockingQueue<>(); // bounded by the sequences' tokens and pictures
    private final List<TokenChannel> channels;

    /** @param choices answers of the request, at least 1 */
    public AnswerInbox(int choices) {
        this.channels = IntStream.range(0, choices)
                .mapToObj(choice -> new TokenChannel(choice, said))
                .toList();
    }

    /** Of a request whose time was over before any of its answers began. */
    public static AnswerInbox ofNothing(int choices) {
        AnswerInbox inbox = new AnswerInbox(choices);
        inbox.channels.forEach(channel -> channel.publish(new Output.Ended(FinishReason.TIME_LIMIT)));
        return inbox;
    }

    /** One for each answer. */
    public List<TokenChannel> channels() {
        return channels;
    }

    /** Waits for the next output of any answer; request's thread. */
    public Said take() throws InterruptedException {
        return said.take();
    }

    /** Asks the engine to drop every answer; any thread. */
    public void cancel() {
        channels.forEach(TokenChannel::cancel);
    }
}
