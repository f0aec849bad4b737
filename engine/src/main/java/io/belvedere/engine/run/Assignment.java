package io.belvedere.engine.run;

import io.belvedere.chat.Deadline;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.sampling.Sampler;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is to do for one answer.
 *
 * @param pictures of the plan, in order
 * @param maxTokens of the answer at most, at least 1
 * @param caller on whose behalf: callers take turns, and never share keys and values
 * @param cacheSalt requests of one caller share them where this is equal too
 * @param patchesGone run when no patches are held any more; may run twice
 * @param ended run once, at the end of the answer, whatever the end
 * @param deadline after which the answer ends with what it has
 */
public record Assignment(
        PromptPlan plan,
        List<Picture> pictures,
        Sampler sampler,
        Set<Integer> stopTokens,
        int maxTokens,
        String caller,
        String cacheSalt,
        Runnable patchesGone,
        Runnable ended,
        Deadline deadline) {
    /**
     * A picture of a prompt.
     *
     * @param patches to be encoded, if it is not known yet
     * @param features null: to be made of the patches
     */
    public record Picture(
            ImageKey key,
            @Nullable Patches patches,
            @Nullable ImageFeatures features) {
        public static Picture known(ImageKey key, ImageFeatures features) {
            return new Picture(key, null, features);
        }

        public static Picture toEncode(ImageKey key, Patches patches) {
            return new Picture(key, patches, null);
        }
    }

    /** What all names of its blocks begin with: no two pairs of caller and salt read alike. */
    String blockSalt() {
        return caller.length() + ":" + caller + cacheSalt;
    }

    public Assignment {
        pictures = List.copyOf(pictures);
        if (pictures.size() != plan.images().size()) {
            throw new IllegalArgumentException(plan.images().size() + " pictures planned, given " + pictures.size());
        }
    }
}
