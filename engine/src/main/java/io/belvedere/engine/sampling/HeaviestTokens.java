package io.belvedere.engine.sampling;

import java.util.Arrays;

/**
 * The tokens of the highest logits, highest first, equals by ascending id: the head of a full sort without the sort.
 * One pass over the row keeps what is above the least of the best so far, in room for twice as many as are wanted, and
 * sorts when that is full. Reused from token to token.
 */
final class HeaviestTokens {
    private long[] keys = {};
    private int count;

    /** Takes the {@code most} heaviest of the tokens below {@code tokens}, or all if they are fewer. */
    void select(float[] logits, int at, int tokens, int most) {
        int wanted = Math.min(most, tokens);
        int room = (int) Math.min(tokens, 2L * wanted);
        if (keys.length < room) {
            keys = new long[room];
        }
        count = 0;
        if (wanted == 0) {
            return;
        }
        float least = Float.NaN; // nothing compares with it: all go in until the room was full once
        for (int token = 0; token < tokens; token++) {
            float logit = logits[at + token];
            if (logit <= least) {
                continue; // an equal one comes after the least, for its id is higher
            }
            if (count == room) {
                least = cut(wanted);
                if (logit <= least) {
                    continue;
                }
            }
            keys[count++] = key(logit, token);
        }
        cut(wanted);
    }

    /** Sorts, keeps the first {@code wanted} and returns the last one's logit. */
    private float cut(int wanted) {
        Arrays.sort(keys, 0, count);
        count = Math.min(count, wanted);
        return logit(count - 1);
    }

    int count() {
        return count;
    }

    int token(int rank) {
        return (int) keys[rank];
    }

    float logit(int rank) {
        return Float.intBitsToFloat(ordered(~(int) (keys[rank] >> Integer.SIZE)));
    }

    /** Ascending keys are descending logits, then ascending ids. */
    private static long key(float logit, int token) {
        int bits = Float.floatToRawIntBits(logit + 0f); // -0 becomes 0: they are equal
        return (long) ~ordered(bits) << Integer.SIZE | token;
    }

    /**
     * From a float's bits to an integer in the order of the floats, and back: negative floats' bits ascend the wrong
     * way.
     */
    private static int ordered(int bits) {
        return bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
    }
}
