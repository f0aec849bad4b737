package io.belvedere.engine.run;

import io.belvedere.chat.Progress;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.kv.BlockKey;
import io.belvedere.engine.kv.BlockPool;
import io.belvedere.engine.kv.KeyChain;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.run.AnswerInbox.Output;
import io.belvedere.engine.sampling.Sampler;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * One answer in the making: its tokens, how far they are computed, its pictures and its blocks. Made on the request's
 * thread, from then on used by the engine thread alone.
 *
 * <pre>
 * tokens   [0 ........ computed)[computed .... length)
 *           in the K/V pages     prompt rest, or the last token chosen
 * </pre>
 */
public final class Sequence {
    private static final int[] NO_BLOCKS = {};

    private final Assignment assignment;
    private final TokenChannel channel;
    private final SequencePictures pictures;
    private final KeyChain keys;
    private final int blockTokens;
    private final int tokenLimit;
    private int[] tokens;
    private int length;
    private int computed;
    private int[] blocks = NO_BLOCKS;
    private int namedBlocks;
    private boolean begun;
    private boolean running;
    private long arrival;
    private int passedOver;

    /** @param blockTokens tokens of a K/V block */
    public Sequence(Assignment assignment, TokenChannel channel, int blockTokens) {
        this.assignment = assignment;
        this.channel = channel;
        this.blockTokens = blockTokens;
        this.pictures = new SequencePictures(assignment.plan(), assignment.pictures());
        this.keys = new KeyChain(
                assignment.blockSalt(),
                blockTokens,
                pictures.keyed(),
                assignment.plan().positions()::of);
        this.tokens = assignment.plan().tokens().clone();
        this.length = tokens.length;
        this.tokenLimit = Math.addExact(length, assignment.maxTokens());
    }

    /** Where the answer goes; any thread. */
    public TokenChannel channel() {
        return channel;
    }

    Sampler sampler() {
        return assignment.sampler();
    }

    String caller() {
        return assignment.caller();
    }

    SequencePictures pictures() {
        return pictures;
    }

    /** Takes a picture's features wherever the prompt shows it. */
    void give(ImageKey key, ImageFeatures features) {
        if (pictures.give(key, features) && !pictures.hasPatches()) {
            assignment.patchesGone().run();
        }
    }

    /** Nothing more is done for it. */
    void end() {
        assignment.patchesGone().run();
        assignment.ended().run();
    }

    boolean isPastDeadline() {
        return assignment.deadline().isOver();
    }

    // ---- in the line

    void arrive(long number) {
        arrival = number;
    }

    long arrival() {
        return arrival;
    }

    void passOver() {
        passedOver++;
    }

    int passedOver() {
        return passedOver;
    }

    /** Whether it ran before: it had to make room and waits again. */
    boolean hasRun() {
        return begun;
    }

    boolean isRunning() {
        return running;
    }

    // ---- tokens

    /** Most tokens that the sequence can come to, prompt and answer. */
    int tokenLimit() {
        return tokenLimit;
    }

    int length() {
        return length;
    }

    /** Tokens whose keys and values are still to be computed. */
    int pending() {
        return length - computed;
    }

    /** How far it is, as long as it does not answer. */
    Progress reading() {
        return new Progress.Reading(computed, length);
    }

    /** Whether one token is all that is left before the next is chosen. */
    boolean isAnswering() {
        return pending() == 1 && pictures.firstMissing(computed, length) < 0;
    }

    boolean isFull() {
        return length >= tokenLimit;
    }

    boolean isStop(int token) {
        return assignment.stopTokens().contains(token);
    }

    void append(int token) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.min(tokenLimit, length + Math.max(64, length / 2)));
        }
        tokens[length++] = token;
    }

    /**
     * Of the next {@code count} pending tokens those before the first picture that is not encoded, or cut where it may
     * be.
     */
    int readyTokens(int count) {
        int missing = pictures.firstMissing(computed, computed + count);
        return pictures.cut(missing < 0 ? computed + count : missing) - computed;
    }

    /** Tokens that come next, only together, and are ready; 0 if the next may come alone. */
    int wholeTokens() {
        int whole = pictures.wholeFrom(computed);
        return pictures.firstMissing(computed, computed + whole) < 0 ? whole : 0;
    }

    /** The first picture that the next {@code count} tokens lack. */
    OptionalInt missingImage(int count) {
        int missing = pictures.firstMissing(computed, computed + count);
        return missing < 0 ? OptionalInt.empty() : OptionalInt.of(pictures.at(missing));
    }

    /** The next {@code count} pending tokens; logits of the last one if it is the sequence's last. */
    ForwardBatch.Slice slice(int count) {
        int to = computed + count;
        return new ForwardBatch.Slice(
                Arrays.copyOfRange(tokens, computed, to),
                assignment.plan().positions().of(computed, to),
                pictures.rows(computed, to),
                blocks,
                computed,
                to == length ? 1 : 0);
    }

    // ---- blocks

    /**
     * Keys of the blocks that may be found computed: all full ones, but for the last token, whose logits are wanted.
     */
    List<BlockKey> prefixKeys() {
        keys.extend(tokens, length);
        return keys.first((length - 1) / blockTokens);
    }

    /**
     * The same, less those from which it could not go on although they are found: tokens that belong together are
     * computed together.
     */
    List<BlockKey> usableKeys(BlockPool pool) {
        List<BlockKey> asked = prefixKeys();
        int found = pool.found(asked);
        int usable = found;
        while (pictures.cut(usable * blockTokens) < usable * blockTokens) {
            usable = pictures.cut(usable * blockTokens) / blockTokens;
        }
        return usable == found ? asked : asked.subList(0, usable);
    }

    /**
     * Begins, or begins again.
     *
     * @param found blocks of the first keys, computed already
     * @param fresh blocks for the rest of the tokens
     */
    void start(int[] found, int[] fresh) {
        blocks = join(found, fresh);
        namedBlocks = found.length;
        computed = found.length * blockTokens;
        running = true;
        if (!begun) {
            begun = true;
            channel.publish(new Output.Begun(computed));
        }
    }

    /** Whether it has tokens for the block of that number, which make that key, and has yet to compute them. */
    boolean willFill(int block, BlockKey key) {
        return block >= namedBlocks && block < keys.size() && keys.key(block).equals(key);
    }

    /** Whether the next token has no place in the blocks. */
    boolean needsBlock() {
        return computed == blocks.length * blockTokens;
    }

    void grow(int[] more) {
        blocks = join(blocks, more);
    }

    /** Gives all blocks up; what they held has to be computed again. */
    int[] leave() {
        int[] left = blocks;
        blocks = NO_BLOCKS;
        computed = 0;
        namedBlocks = 0;
        running = false;
        return left;
    }

    /** Counts tokens as computed, and tells the pool which blocks they filled. */
    void commit(int count, BlockPool pool) {
        computed += count;
        if (computed / blockTokens > namedBlocks) {
            keys.extend(tokens, computed);
            while (computed / blockTokens > namedBlocks) {
                pool.name(blocks[namedBlocks], keys.key(namedBlocks));
                namedBlocks++;
            }
        }
    }

    private static int[] join(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
