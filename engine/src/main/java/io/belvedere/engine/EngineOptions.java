package io.belvedere.engine;

import io.belvedere.compute.Device;
import io.belvedere.compute.KvType;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.model.LoadOptions;
import java.util.List;

/**
 * How an engine is set up.
 *
 * @param device what computes
 * @param servedNames by which requests ask for the model, the first in replies too; none: the model file's or folder's
 *     own
 * @param kvType how keys and values are stored
 * @param contextTokens most tokens of one sequence, prompt and answer, at least 1; never above the model's own limit
 * @param serving how requests share the engine
 * @param images how pictures are decoded, and limits that are checked before
 * @param load limits on what a picture becomes, and who is told of the progress of loading
 */
public record EngineOptions(
        Device device,
        List<String> servedNames,
        KvType kvType,
        int contextTokens,
        ServingOptions serving,
        ImageDecoder images,
        LoadOptions load) {
    public static final KvType DEFAULT_KV_TYPE = KvType.F16;
    public static final int DEFAULT_CONTEXT_TOKENS = 8192;

    public EngineOptions {
        servedNames = List.copyOf(servedNames);
        if (contextTokens < 1) {
            throw new IllegalArgumentException("contextTokens must be at least 1, given " + contextTokens);
        }
    }

    /**
     * Begins with the defaults: any name, keys and values in F16, a context of 8,192 tokens, and those of each part.
     */
    public static Builder builder(Device device) {
        return new Builder(device);
    }

    /** Options in the making; ranges are checked at the end. */
    public static final class Builder {
        private final Device device;
        private List<String> servedNames = List.of();
        private KvType kvType = DEFAULT_KV_TYPE;
        private int contextTokens = DEFAULT_CONTEXT_TOKENS;
        private ServingOptions serving = ServingOptions.DEFAULTS;
        private ImageDecoder images = ImageDecoder.DEFAULT;
        private LoadOptions load = LoadOptions.DEFAULTS;

        private Builder(Device device) {
            this.device = device;
        }

        public Builder servedNames(List<String> names) {
            servedNames = names;
            return this;
        }

        public Builder kvType(KvType value) {
            kvType = value;
            return this;
        }

        public Builder contextTokens(int value) {
            contextTokens = value;
            return this;
        }

        public Builder serving(ServingOptions value) {
            serving = value;
            return this;
        }

        public Builder images(ImageDecoder value) {
            images = value;
            return this;
        }

        public Builder load(LoadOptions value) {
            load = value;
            return this;
        }

        /** @throws IllegalArgumentException if a number is out of its range */
        public EngineOptions build() {
            return new EngineOptions(device, servedNames, kvType, contextTokens, serving, images, load);
        }
    }
}
