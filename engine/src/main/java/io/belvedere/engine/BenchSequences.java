package io.belvedere.engine;

import io.belvedere.chat.SamplingOptions;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.LogitRows;
import io.belvedere.engine.model.ModelShape;
import io.belvedere.engine.model.Positions;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.sampling.Sampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Sequences of one length, of seeded random tokens, over a K/V store of their own. */
abstract class BenchSequences implements ModelBench.Stage {
    private static final int SEED = 1;

    private final VisionLanguageModel model;
    private final Workspace workspace;
    private final int sliceTokens;
    private final KvPages pages;
    private final List<PromptPlan> plans = new ArrayList<>();
    private final List<int[]> blocks = new ArrayList<>();
    private final List<Sampler> samplers = new ArrayList<>();
    private final LogitRows logits = new LogitRows();

    /** @param length tokens of each sequence */
    BenchSequences(LoadedModel loaded, Workspace workspace, int streams, int length, EngineOptions options) {
        this.model = loaded.model();
        this.workspace = workspace;
        this.sliceTokens = options.serving().sliceTokens();
        ModelShape shape = model.shape();
        int each = Math.ceilDiv(length, LocalEngine.BLOCK_TOKENS);
        SplittableRandom random = new SplittableRandom(SEED);
        Positions positions = Positions.counted(shape.positionAxes(), length);
        for (int stream = 0; stream < streams; stream++) {
            int[] tokens = random.ints(length, 0, shape.tokens()).toArray();
            plans.add(new PromptPlan(tokens, positions, List.of()));
            int first = stream * each;
            blocks.add(IntStream.range(first, first + each).toArray());
        }
        KvShape kv = new KvShape(
                shape.layers(), shape.kvHeads(), shape.headDim(), LocalEngine.BLOCK_TOKENS, options.kvType());
        this.pages = loaded.backend().kvPages(kv, Math.multiplyExact(streams, each));
    }

    /** Forgets what the last run chose. */
    final void start() {
        samplers.clear();
        for (PromptPlan plan : plans) {
            samplers.add(new Sampler(
                    SamplingOptions.GREEDY, model.defaults(), model.shape().tokens(), plan.tokens()));
        }
    }

    /** Computes the first {@code tokens} tokens of each sequence, with the logits of the last. */
    final void prefill(int tokens) {
        for (int stream = 0; stream < plans.size(); stream++) {
            for (int from = 0; from < tokens; from += sliceTokens) {
                int to = Math.min(tokens, from + sliceTokens);
                forward(List.of(slice(stream, from, to, to == tokens ? 1 : 0)));
            }
        }
    }

    /**
     * Computes token {@code at} of every sequence in one pass, and chooses the next, which becomes nobody's: the tokens
     * stay the seeded ones.
     */
    final void decode(int at) {
        List<ForwardBatch.Slice> slices = new ArrayList<>();
        for (int stream = 0; stream < plans.size(); stream++) {
            slices.add(slice(stream, at, at + 1, 1));
        }
        forward(slices);
        for (int stream = 0; stream < plans.size(); stream++) {
            samplers.get(stream).choose(logits.values(), stream * logits.width());
        }
    }

    private void forward(List<ForwardBatch.Slice> slices) {
        model.forward(new ForwardBatch(slices), pages, workspace, logits);
    }

    private ForwardBatch.Slice slice(int stream, int from, int to, int logitRows) {
        PromptPlan plan = plans.get(stream);
        return new ForwardBatch.Slice(
                Arrays.copyOfRange(plan.tokens(), from, to),
                plan.positions().of(from, to),
                List.of(),
                blocks.get(stream),
                from,
                logitRows);
    }

    @Override
    public final void close() {
        pages.close();
    }
}
