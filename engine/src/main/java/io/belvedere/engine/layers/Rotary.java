package io.belvedere.engine.layers;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Workspace;

/**
 * Rotary position embedding (Su et al., 2021) over several position axes: each frequency belongs to one axis, and its
 * angle is the position on that axis times the frequency. One axis for every frequency is the plain form; the
 * multimodal form (M-RoPE, Wang et al., 2024) gives runs of frequencies to time, height and width.
 */
public final class Rotary {
    private final Backend backend;
    private final float[] frequencies;
    private final int[] axes;

    /**
     * @param frequencies one for each pair of a head's dimensions
     * @param axes the axis of each frequency
     */
    public Rotary(Backend backend, float[] frequencies, int[] axes) {
        if (frequencies.length != axes.length) {
            throw new IllegalArgumentException(frequencies.length + " frequencies, " + axes.length + " axes");
        }
        this.backend = backend;
        this.frequencies = frequencies.clone();
        this.axes = axes.clone();
    }

    /** Cosines and sines {@code (n, headDim / 2)} of a pass. */
    public record Angles(Buffer cos, Buffer sin) {}

    /** {@code theta^(-2i / dimensions)} for i below {@code dimensions / 2}, rounded to F32. */
    public static float[] frequencies(double theta, int dimensions) {
        float[] frequencies = new float[dimensions / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) Math.pow(theta, -2.0 * i / dimensions);
        }
        return frequencies;
    }

    /** @param positions {@code (axes, n)} */
    public Angles angles(int[][] positions, Workspace workspace) {
        int rows = positions[0].length;
        int half = frequencies.length;
        float[] cos = new float[Math.multiplyExact(rows, half)];
        float[] sin = new float[cos.length];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < half; i++) {
                float angle = positions[axes[i]][row] * frequencies[i];
                cos[row * half + i] = (float) Math.cos(angle);
                sin[row * half + i] = (float) Math.sin(angle);
            }
        }
        Angles angles = new Angles(workspace.buffer(rows, half), workspace.buffer(rows, half));
        backend.write(cos, 0, angles.cos);
        backend.write(sin, 0, angles.sin);
        return angles;
    }

    /** Turns every head of x {@code (n, heads * headDim)} in place. */
    public void rotate(Buffer x, Angles angles) {
        backend.rotate(x, x.columns() / (2 * frequencies.length), angles.cos, angles.sin);
    }
}
