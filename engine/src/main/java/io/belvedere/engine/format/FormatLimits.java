package io.belvedere.engine.format;

/**
 * What a model file may ask for. The defaults are several times what published models need.
 *
 * @param headerBytes most bytes of a file before its tensor data
 * @param tensors most tensors in a file
 * @param keys most keys in a file's metadata
 * @param nesting most levels of arrays or objects within each other
 * @param documentBytes most bytes of a JSON or template file beside the weights
 */
public record FormatLimits(int headerBytes, int tensors, int keys, int nesting, int documentBytes) {
    public static final FormatLimits DEFAULTS = new FormatLimits(256 << 20, 100_000, 100_000, 32, 256 << 20);

    public FormatLimits {
        if (headerBytes < 1 || tensors < 1 || keys < 1 || nesting < 1 || documentBytes < 1) {
            throw new IllegalArgumentException(
                    "every limit must be at least 1: headerBytes " + headerBytes + ", tensors " + tensors + ", keys "
                            + keys + ", nesting " + nesting + ", documentBytes " + documentBytes);
        }
    }
}
