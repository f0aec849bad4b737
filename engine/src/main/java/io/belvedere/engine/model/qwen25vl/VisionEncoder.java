package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.layers.Rotary;
import io.belvedere.engine.layers.VisionBlock;
import io.belvedere.engine.model.Encoding;
import io.belvedere.engine.model.ImageFeatures;
import java.util.List;

/**
 * The vision transformer: patches in, one row per 2x2 cell out. Most blocks attend inside windows, some over the whole
 * picture; rows are kept in window order from the first block to the merger (Qwen2.5-VL report, section 2.1.1).
 */
record VisionEncoder(
        VisionConfig config,
        Backend backend,
        Linear patchEmbedding,
        Rotary rotary,
        List<VisionBlock> blocks,
        PatchMerger merger) {

    /** Begins with the embedding of the patches. */
    Encoding begin(PatchGrid patches, Workspace workspace) {
        workspace.reset();
        int merge = config.mergeSize();
        VisionWindows windows = VisionWindows.over(
                patches.gridHeight() / merge,
                patches.gridWidth() / merge,
                config.windowCells(),
                config.mergedPatches());
        int[] order = windows.patches(config.mergedPatches());
        Buffer x = embed(patches, order, workspace);
        Rotary.Angles angles = rotary.angles(positions(patches, order), workspace);
        VisionBlock.Scratch scratch = blocks.getFirst().scratch(workspace, x.rows(), x.columns());
        return new VisionEncoding(this, workspace, windows, x, angles, scratch);
    }

    /** One block, in place. */
    void block(int number, Buffer x, Rotary.Angles angles, VisionWindows windows, VisionBlock.Scratch scratch) {
        int[] whole = {0, x.rows()};
        int[] bounds = config.fullAttentionBlocks().contains(number) ? whole : windows.bounds();
        blocks.get(number).apply(x, angles, bounds, scratch);
    }

    /** From the last block's rows to the picture's, cell by cell from the top left. */
    ImageFeatures merge(Buffer x, VisionWindows windows, Workspace workspace) {
        Buffer merged = merger.apply(x, workspace);
        Buffer raster = workspace.buffer(merged.rows(), merged.columns());
        backend.scatter(merged, windows.cells(), raster);
        workspace.trace().tap("vision.merger", raster);
        float[] values = new float[Math.multiplyExact(raster.rows(), raster.columns())];
        backend.read(raster, values, 0);
        return new ImageFeatures(raster.rows(), raster.columns(), 1, values);
    }

    /** Patches in window order, embedded: {@code (patches, hidden)}. */
    private Buffer embed(PatchGrid patches, int[] order, Workspace workspace) {
        Buffer raster = workspace.buffer(order.length, patches.columns());
        backend.write(patches.values(), 0, raster);
        Buffer ordered = workspace.buffer(order.length, patches.columns());
        backend.gather(raster, order, ordered);
        Buffer x = workspace.buffer(order.length, config.hidden());
        patchEmbedding.apply(ordered, x);
        workspace.trace().tap("vision.patch_embed", x);
        return x;
    }

    /** Row and column of each patch in its picture, {@code (2, patches)}, in the encoder's order. */
    private int[][] positions(PatchGrid patches, int[] order) {
        int merge = config.mergeSize();
        int cellsAcross = patches.gridWidth() / merge;
        int[][] positions = new int[2][order.length];
        for (int i = 0; i < order.length; i++) {
            int cell = order[i] / config.mergedPatches();
            int inCell = order[i] % config.mergedPatches();
            positions[0][i] = cell / cellsAcross * merge + inCell / merge;
            positions[1][i] = cell % cellsAcross * merge + inCell % merge;
        }
        return positions;
    }
}
