package io.belvedere.engine;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.Modality;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.PromptSize;
import io.belvedere.compute.Backend;
import io.belvedere.compute.Device;
import io.belvedere.compute.KernelReport;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.SelfTest;
import io.belvedere.compute.Trace;
import io.belvedere.engine.features.FeatureFolder;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.model.ModelShape;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.EngineLoop;
import io.belvedere.engine.run.LoopLimits;
import io.belvedere.engine.run.LoopMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model in this process. {@link #submit} reads the pictures and lays out the prompt on the caller's thread; the
 * model itself runs on the engine's one thread.
 */
public final class LocalEngine implements ChatBackend {
    static final int BLOCK_TOKENS = 32;

    /** For each rate: by then the kernels' loops are compiled. */
    private static final Duration RATE_BUDGET = Duration.ofMillis(500);

    private final ModelCard card;
    private final String description;
    private final Device device;
    private final ImageCache images;
    private final EngineLoop loop;
    private final Backlog backlog;
    private final Intake intake;
    private final Resources resources;

    private LocalEngine(
            EngineOptions options,
            ModelCard card,
            String description,
            Device device,
            VisionLanguageModel model,
            ImageCache images,
            EngineLoop loop,
            Resources resources) {
        this.card = card;
        this.description = description;
        this.device = device;
        this.images = images;
        this.loop = loop;
        this.backlog =
                new Backlog(options.serving().maxAnswers(), options.serving().maxTokens(), loop::stats);
        this.intake = new Intake(options, model, card.contextTokens(), images, loop, backlog);
        this.resources = resources;
    }

    /**
     * Loads a model and starts its thread.
     *
     * @param path a GGUF file or a folder
     * @param mmproj the vision part of a GGUF pair; null: found beside the file
     * @throws IOException if a file can't be read or is not what it should be
     * @throws IllegalStateException if the device can't run here or computes wrongly
     */
    public static LocalEngine open(Path path, @Nullable Path mmproj, EngineOptions options) throws IOException {
        return Resources.opening(
                resources -> open(LoadedModel.load(path, mmproj, options, resources), options, resources));
    }

    private static LocalEngine open(LoadedModel loaded, EngineOptions options, Resources resources) {
        Backend backend = loaded.backend();
        VisionLanguageModel model = loaded.model();
        ModelShape shape = model.shape();
        int context = Math.min(options.contextTokens(), shape.contextTokens());
        ServingOptions serving = options.serving();
        KvShape kv = new KvShape(shape.layers(), shape.kvHeads(), shape.headDim(), BLOCK_TOKENS, options.kvType());
        MemoryPlan plan = MemoryPlan.of(
                kv,
                context,
                serving,
                loaded.device().memoryBytes(),
                loaded.files().bytes());
        LoopMemory memory = new LoopMemory(
                resources.add(backend.kvPages(kv, plan.blocks())),
                resources.add(backend.workspace(Trace.NONE)),
                resources.add(backend.workspace(Trace.NONE)),
                resources.add(backend.workspace(Trace.NONE)));
        ImageCache images = resources.add(imageCache(loaded, serving));
        LoopLimits limits = new LoopLimits(serving.stepTime(), serving.sliceTokens(), serving.runningSequences());
        EngineLoop loop = resources.add(new EngineLoop(model, memory, limits, images));
        List<String> names =
                options.servedNames().isEmpty() ? List.of(nameOf(loaded.files().path())) : options.servedNames();
        ModelCard card = new ModelCard(
                names.getFirst(),
                names.subList(1, names.size()),
                loaded.files().lastModified(),
                context,
                model.takesPictures() ? Set.of(Modality.values()) : Set.of(Modality.TEXT),
                model.pixels());
        return new LocalEngine(
                options,
                card,
                loaded.describe() + "; " + plan.describe(),
                loaded.device(),
                model,
                images,
                loop,
                resources);
    }

    private static ImageCache imageCache(LoadedModel loaded, ServingOptions serving) {
        return serving.imageCacheFolder()
                .map(folder -> ImageCache.over(
                        FeatureFolder.open(folder, loaded.fingerprint(), serving.imageFolderBytes()),
                        serving.imageCacheBytes()))
                .orElseGet(() -> ImageCache.inMemory(serving.imageCacheBytes()));
    }

    /** A folder's name, or a file's without its ending. */
    private static String nameOf(Path path) {
        String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        return name.endsWith(".gguf") ? name.substring(0, name.length() - ".gguf".length()) : name;
    }

    @Override
    public Completion submit(ChatRequest request) throws ChatException, InterruptedException {
        return intake.take(request);
    }

    @Override
    public PromptSize measure(ChatRequest request) throws ChatException, InterruptedException {
        return intake.measure(request);
    }

    @Override
    public void requireRoom(String caller) throws ChatException {
        intake.requireRoom(caller);
    }

    @Override
    public ModelCard card() {
        return card;
    }

    /** One line for the log: family, device, kernels, threads. */
    public String describe() {
        return description;
    }

    /** What computes. */
    public KernelReport kernels() {
        return device.report();
    }

    /**
     * Checks the kernels as opening did, and takes their rates too, which keeps all processors busy for about a second.
     * Uses threads of its own: any thread may call it, while requests are answered.
     *
     * @throws IllegalStateException if they compute wrongly
     */
    public SelfTest selfTest() {
        return device.selfTest(RATE_BUDGET);
    }

    /** Until it is closed or has failed. */
    public boolean takesRequests() {
        return !loop.hasEnded();
    }

    /** What it does and has done. */
    public EngineStats stats() {
        return new EngineStats(loop.stats(), images.stats(), backlog.tokens());
    }

    /** Fails what is unfinished and gives back all memory. */
    @Override
    public void close() {
        resources.close();
    }
}
