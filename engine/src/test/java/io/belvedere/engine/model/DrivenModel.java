package io.belvedere.engine.model;

import io.belvedere.compute.Backend;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.KvType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.Rgb;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A model with its files, backend and memory, for tests that drive it directly. */
public final class DrivenModel implements AutoCloseable {
    public static final int BLOCK_TOKENS = 16;
    private static final int BLOCKS = 1024; // their memory is taken when first written

    public final VisionLanguageModel model;
    private final Closeable files;
    private final Backend backend;
    private final KvPages pages;

    /** @param files closed with it */
    private DrivenModel(Closeable files, Backend backend, VisionLanguageModel model, KvType kvType) {
        this.files = files;
        this.backend = backend;
        this.model = model;
        ModelShape shape = model.shape();
        this.pages = backend.kvPages(
                new KvShape(shape.layers(), shape.kvHeads(), shape.headDim(), BLOCK_TOKENS, kvType), BLOCKS);
    }

    /** Keys and values as the reference has them, in F32. */
    public static DrivenModel open(Path path, KernelSetting kernels, int threads) throws IOException {
        return open(path, kernels, threads, KvType.F32);
    }

    public static DrivenModel open(Path path, KernelSetting kernels, int threads, KvType kvType) throws IOException {
        ModelFiles files = ModelFiles.open(path, null);
        Backend backend = new CpuDevice(kernels, threads).open();
        VisionLanguageModel model = ModelFamilies.require(files).load(files, backend, LoadOptions.DEFAULTS);
        return new DrivenModel(files::close, backend, model, kvType);
    }

    /** A family's small model. */
    public static DrivenModel open(SmallFamily family, KernelSetting kernels, KvType kvType) throws IOException {
        Backend backend = new CpuDevice(kernels, 2).open();
        SmallFamily.Opened opened = family.open(backend);
        return new DrivenModel(opened.files(), backend, opened.model(), kvType);
    }

    public Workspace workspace(Trace trace) {
        return backend.workspace(trace);
    }

    public StageRecorder recorder() {
        return new StageRecorder(backend);
    }

    public ImageFeatures encode(Rgb picture, Workspace workspace) throws ImageException {
        return model.encode(model.patches(picture, model.pixels()), workspace);
    }

    /** Block numbers {@code first, first + step, ...} for a sequence of {@code tokens} tokens. */
    public static int[] blocks(int tokens, int first, int step) {
        return IntStream.range(0, Math.ceilDiv(tokens, BLOCK_TOKENS))
                .map(i -> first + i * step)
                .toArray();
    }

    /**
     * Runs tokens {@code [from, to)} of the sequence {@code tokens} and returns the logits of the last
     * {@code logitRows}.
     */
    public float[] forward(
            PromptPlan plan,
            List<ImageFeatures> features,
            int[] tokens,
            int from,
            int to,
            int[] blocks,
            int logitRows,
            Workspace workspace) {
        ForwardBatch.Slice slice = slice(plan, features, tokens, from, to, blocks, logitRows);
        return forward(new ForwardBatch(List.of(slice)), workspace);
    }

    public float[] forward(ForwardBatch batch, Workspace workspace) {
        LogitRows out = new LogitRows();
        model.forward(batch, pages, workspace, out);
        return Arrays.copyOf(out.values(), out.rows() * out.width());
    }

    public static ForwardBatch.Slice slice(
            PromptPlan plan,
            List<ImageFeatures> features,
            int[] tokens,
            int from,
            int to,
            int[] blocks,
            int logitRows) {
        List<ForwardBatch.ImageRows> images = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            for (PromptPlan.Span span : plan.images().get(i).spans()) {
                int first = Math.max(from, span.start());
                int count = Math.min(to, span.end()) - first;
                if (count > 0) {
                    int row = span.firstRow() + first - span.start();
                    images.add(new ForwardBatch.ImageRows(features.get(i), row, first - from, count));
                }
            }
        }
        return new ForwardBatch.Slice(
                Arrays.copyOfRange(tokens, from, to), plan.positions().of(from, to), images, blocks, from, logitRows);
    }

    @Override
    public void close() throws IOException {
        pages.close();
        backend.close();
        files.close();
    }
}
