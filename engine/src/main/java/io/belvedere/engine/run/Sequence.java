package io.belvedere.engine.run;

import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.sampling.Sampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request in the engine: its tokens, how far they are computed, its pictures and its blocks. Made on the request's thread, from then on used
 * by the engine thread alone.
 *
 * <pre>
 * tokens   [0 ........ computed)[computed .... length)
 *           in the K/V pages     prompt rest, or the last token chosen
 * </pre>
 */
public final class Sequence {
    private static final int[] NO_BLOCKS = {};

    private final PromptPlan plan;
    private final @Nullable Patches[] patches;
    private final @Nullable ImageFeatures[] features;
    private final Sampler sampler;
    private final Set<Integer> stopTokens;
    private final TokenChannel channel;
    private final int tokenLimit;
    private int[] tokens;
    private int length;
    private int computed;
    private int[] blocks = NO_BLOCKS;

    /**
     * @param patches of the plan's pictures, in order
     * @param maxTokens most tokens of the answer
     */
    public Sequence(
            PromptPlan plan,
            List<Patches> patches,
            Sampler sampler,
            Set<Integer> stopTokens,
            int maxTokens,
            TokenChannel channel) {
        this.plan = plan;
        this.patches = patches.toArray(Patches[]::new);
        this.features = new ImageFeatures[patches.size()];
        this.sampler = sampler;
        this.stopTokens = stopTokens;
        this.channel = channel;
        this.tokens = plan.tokens().clone();
        this.length = tokens.length;
        this.tokenLimit = Math.addExact(length, maxTokens);
    }

    TokenChannel channel() {
        return channel;
    }

    Sampler sampler() {
        return sampler;
    }

    /** Most tokens that the sequence can come to, prompt and answer. */
    int tokenLimit() {
        return tokenLimit;
    }

    int computed() {
        return computed;
    }

    /** Tokens whose keys and values are still to be computed. */
    int pending() {
        return length - computed;
    }

    boolean isFull() {
        return length >= tokenLimit;
    }

    boolean isStop(int token) {
        return stopTokens.contains(token);
    }

    void append(int token) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.min(tokenLimit, length + Math.max(64, length / 2)));
        }
        tokens[length++] = token;
    }

    void commit(int count) {
        computed += count;
    }

    void own(int[] reserved) {
        blocks = reserved;
    }

    int[] blocks() {
        return blocks;
    }

    /** Pictures with a placeholder among the tokens {@code [from, to)} that have no features yet. */
    List<Integer> imagesToEncode(int from, int to) {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            PromptPlan.ImageSpan span = plan.images().get(i);
            if (features[i] == null && span.start() < to && span.start() + span.count() > from) {
                missing.add(i);
            }
        }
        return missing;
    }

    Patches patches(int image) {
        Patches waiting = patches[image];
        if (waiting == null) {
            throw new IllegalStateException("picture " + image + " is encoded already");
        }
        return waiting;
    }

    /** Keeps a picture's features and lets its patches go. */
    void encoded(int image, ImageFeatures result) {
        features[image] = result;
        patches[image] = null;
    }

    /** The next {@code count} pending tokens; logits of the last one if it is the sequence's last. */
    ForwardBatch.Slice slice(int count) {
        int to = computed + count;
        return new ForwardBatch.Slice(
                Arrays.copyOfRange(tokens, computed, to),
                plan.positions(computed, to),
                imageRows(computed, to),
                blocks,
                computed,
                to == length ? 1 : 0);
    }

    private List<ForwardBatch.ImageRows> imageRows(int from, int to) {
        List<ForwardBatch.ImageRows> rows = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            PromptPlan.ImageSpan span = plan.images().get(i);
            int first = Math.max(from, span.start());
            int end = Math.min(to, span.start() + span.count());
            ImageFeatures made = features[i];
            if (first < end && made != null) {
                rows.add(new ForwardBatch.ImageRows(made, first - span.start(), first - from, end - first));
            }
        }
        return rows;
    }
}
