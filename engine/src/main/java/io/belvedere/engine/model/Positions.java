package io.belvedere.engine.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;

/**
 * Where a sequence's tokens stand for the decoder, on one axis or several: those of the prompt one by one, and those
 * after it one further each, on every axis alike.
 *
 * @param ofPrompt {@code (axes, tokens of the prompt)}, at least one axis
 * @param next position, on every axis, of the first token after the prompt
 */
public record Positions(int[][] ofPrompt, int next) {
    public Positions {
        int tokens = ofPrompt[0].length;
        if (Arrays.stream(ofPrompt).anyMatch(axis -> axis.length != tokens)) {
            throw new IllegalArgumentException("the axes have positions of different numbers of tokens");
        }
    }

    /** Tokens stand where they are counted, from 0, on every axis. */
    public static Positions counted(int axes, int tokens) {
        int[] axis = IntStream.range(0, tokens).toArray();
        return new Positions(Collections.nCopies(axes, axis).toArray(int[][]::new), tokens);
    }

    /**
     * Positions {@code (axes, to - from)} of the tokens {@code [from, to)} of the sequence, in the prompt or beyond.
     */
    public int[][] of(int from, int to) {
        int[][] part = new int[ofPrompt.length][];
        for (int axis = 0; axis < part.length; axis++) {
            part[axis] = of(ofPrompt[axis], from, to);
        }
        return part;
    }

    private int[] of(int[] axis, int from, int to) {
        int[] part = new int[to - from];
        for (int i = 0; i < part.length; i++) {
            int token = from + i;
            part[i] = token < axis.length ? axis[token] : next + token - axis.length;
        }
        return part;
    }

    /** Tokens of the prompt. */
    int tokens() {
        return ofPrompt[0].length;
    }
}
