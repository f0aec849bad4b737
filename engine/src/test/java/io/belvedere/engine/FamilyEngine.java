package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageReport;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.chat.TokenLogProbs;
import io.belvedere.chat.Usage;
import io.belvedere.compute.Backend;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.Trace;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.ModelShape;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.SmallFamily;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.EngineLoop;
import io.belvedere.engine.run.LoopLimits;
import io.belvedere.engine.run.LoopMemory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A small model of any family behind planner, caches, scheduler and loop; it remembers what was planned and what was
 * computed.
 */
final class FamilyEngine implements AutoCloseable {
    private static final int KV_TOKENS = 2048;

    final List<PromptPlan> plans = new CopyOnWriteArrayList<>();
    final List<ForwardBatch> passes = new CopyOnWriteArrayList<>();
    private final Resources resources;
    private final Intake intake;

    private FamilyEngine(SmallFamily family, int sliceTokens, Resources resources) throws IOException {
        this.resources = resources;
        Backend backend = resources.add(new CpuDevice(KernelSetting.AUTO, 2).open());
        SmallFamily.Opened opened = family.open(backend);
        resources.add(opened.files()::close);
        VisionLanguageModel model = remembering(opened.model());
        ModelShape shape = model.shape();
        EngineOptions options = TinyEngine.options(TinyEngine.serving(sliceTokens, 64, KV_TOKENS));
        KvShape kv = new KvShape(
                shape.layers(), shape.kvHeads(), shape.headDim(), LocalEngine.BLOCK_TOKENS, options.kvType());
        LoopMemory memory = new LoopMemory(
                resources.add(backend.kvPages(kv, KV_TOKENS / LocalEngine.BLOCK_TOKENS)),
                resources.add(backend.workspace(Trace.NONE)),
                resources.add(backend.workspace(Trace.NONE)),
                resources.add(backend.workspace(Trace.NONE)));
        ImageCache images = resources.add(ImageCache.inMemory(1 << 20));
        EngineLoop loop = resources.add(
                new EngineLoop(model, memory, new LoopLimits(Duration.ofMillis(1), sliceTokens, 8), images));
        this.intake =
                new Intake(options, model, TinyEngine.CONTEXT, images, loop, new Backlog(64, 1 << 20, loop::stats));
    }

    /** @param sliceTokens most prompt tokens of a step */
    static FamilyEngine open(SmallFamily family, int sliceTokens) throws IOException {
        return Resources.opening(resources -> new FamilyEngine(family, sliceTokens, resources));
    }

    private VisionLanguageModel remembering(VisionLanguageModel model) {
        return (VisionLanguageModel) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {VisionLanguageModel.class}, (self, method, arguments) -> {
                    try {
                        if (method.getName().equals("forward")) {
                            passes.add((ForwardBatch) arguments[0]);
                        }
                        Object result = method.invoke(model, arguments);
                        if (result instanceof PromptPlan plan) {
                            plans.add(plan);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /**
     * An answer with all that was told of it.
     *
     * @param logProbs of each token and the most probable in its place
     */
    record Answer(String text, List<Double> logProbs, Usage usage, List<ImageReport> images) {
        /** What does not depend on what had been computed before. */
        List<Object> said() {
            return List.of(text, logProbs);
        }
    }

    /** Asks and waits for the answer: 12 tokens, the most probable each. */
    Answer ask(Message message) throws ChatException, InterruptedException {
        SamplingOptions sampling = SamplingOptions.builder()
                .temperature(0)
                .minTokens(12)
                .logprobs(5)
                .build();
        ChatRequest request = new ChatRequest(List.of(message), sampling, OptionalInt.of(12), List.of());
        StringBuilder text = new StringBuilder();
        List<Double> logProbs = new ArrayList<>();
        try (Completion completion = intake.take(request)) {
            while (true) {
                switch (completion.next()) {
                    case CompletionEvent.TextDelta delta -> {
                        text.append(delta.text());
                        delta.logProbs().forEach(token -> add(token, logProbs));
                    }
                    case CompletionEvent.Finished finished -> {
                        return new Answer(text.toString(), logProbs, finished.usage(), finished.images());
                    }
                    case CompletionEvent.Failed failed ->
                        throw new AssertionError(failed.failure().message());
                    default -> {}
                }
            }
        }
    }

    private static void add(TokenLogProbs token, List<Double> logProbs) {
        logProbs.add(token.chosen().logProb());
        token.top().forEach(entry -> logProbs.add(entry.logProb()));
    }

    /**
     * A question about images.
     *
     * @param sizes width and height of each
     */
    static Message about(String question, int... sizes) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < sizes.length; i += 2) {
            byte[] image = TinyPictures.png(sizes[i], sizes[i + 1]);
            parts.add(new Part.Image(new ImageSource.Inline(new ImageBytes(image))));
        }
        parts.add(new Part.Text(question));
        return new Message(Role.USER, parts);
    }

    @Override
    public void close() {
        resources.close();
    }
}
