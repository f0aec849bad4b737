package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Buffer;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.layers.Rotary;
import io.belvedere.engine.layers.VisionBlock;
import io.belvedere.engine.model.Encoding;
import io.belvedere.engine.model.ImageFeatures;
import org.jspecify.annotations.Nullable;

/** A picture inside the vision encoder: its rows before block {@code next}. */
final class VisionEncoding implements Encoding {
    private final VisionEncoder encoder;
    private final Workspace workspace;
    private final VisionWindows windows;
    private final Buffer x;
    private final Rotary.Angles angles;
    private final VisionBlock.Scratch scratch;
    private int next;
    private @Nullable ImageFeatures features;

    /** @param x embedded patches in window order {@code (patches, hidden)}, changed in place */
    VisionEncoding(
            VisionEncoder encoder,
            Workspace workspace,
            VisionWindows windows,
            Buffer x,
            Rotary.Angles angles,
            VisionBlock.Scratch scratch) {
        this.encoder = encoder;
        this.workspace = workspace;
        this.windows = windows;
        this.x = x;
        this.angles = angles;
        this.scratch = scratch;
    }

    @Override
    public boolean advance() {
        encoder.block(next, x, angles, windows, scratch);
        workspace.trace().tap("vision.block." + next, x);
        next++;
        if (next == encoder.blocks().size()) {
            features = encoder.merge(x, windows, workspace);
        }
        return features != null;
    }

    @Override
    public double done() {
        return (double) next / encoder.blocks().size();
    }

    @Override
    public ImageFeatures features() {
        ImageFeatures made = features;
        if (made == null) {
            throw new IllegalStateException(
                    "block " + next + " of " + encoder.blocks().size() + " is still to come");
        }
        return made;
    }
}
