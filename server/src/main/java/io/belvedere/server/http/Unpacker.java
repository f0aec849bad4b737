package io.belvedere.server.http;

import io.belvedere.chat.Deadline;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.belvedere.turns.FairRoom;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Unpacks bodies that came compressed, within the size and the memory that bodies have. Each is run through twice,
 * first only to count: one that is too large takes no memory at all, and of the others the size is known before they
 * take it. One body at a time, callers in turn: unpacking keeps a processor busy.
 */
final class Unpacker {
    /** A body that can't be unpacked. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Refusal refusal;

        private RefusedException(Refusal refusal) {
            super(refusal.message());
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    private static final int PIECE = 64 << 10; // bytes between two looks at whether the client is still there

    private final Limits limits;
    private final ByteBudget memory;
    private final FairRoom turns = new FairRoom("Other bodies are being unpacked", 1, 1);

    Unpacker(Limits limits, ByteBudget memory) {
        this.limits = limits;
        this.memory = memory;
    }

    /**
     * Returns the unpacked body, whose bytes are taken from the common memory and the caller's to give back.
     *
     * @throws RefusedException if it is too large, damaged, or finds no memory; then nothing is taken
     * @throws InterruptedException likewise, if the request is over
     */
    byte[] unpack(byte[] packed, BodyEncoding encoding, String caller) throws RefusedException, InterruptedException {
        try (FairRoom.Place _ = turns.take(caller, 1, 1, Deadline.none().left()).orElseThrow()) {
            int size = size(packed, encoding);
            if (!memory.tryTake(size)) {
                throw new RefusedException(
                        Refusal.overloaded("The server holds as many request bodies as it may; try again soon."));
            }
            return filled(packed, encoding, size);
        } catch (IOException e) {
            throw new RefusedException(new Refusal(
                    400,
                    "invalid_content_encoding",
                    "The request body is not valid %s, as its Content-Encoding says, or is cut off."
                            .formatted(encoding.name().toLowerCase(Locale.ROOT))));
        }
    }

    private int size(byte[] packed, BodyEncoding encoding) throws IOException, RefusedException, InterruptedException {
        byte[] piece = new byte[PIECE];
        long size = 0;
        try (InputStream in = encoding.open(packed)) {
            int read;
            while ((read = in.read(piece)) >= 0) {
                size += read;
                if (size > limits.of(Limit.BODY_SIZE)) {
                    throw new RefusedException(new Refusal(
                            413,
                            "request_too_large",
                            "The request body is limited to %s; this one has more than that when it is unpacked."
                                    .formatted(limits.text(Limit.BODY_SIZE))));
                }
                requireWanted();
            }
        }
        return Math.toIntExact(size);
    }

    private byte[] filled(byte[] packed, BodyEncoding encoding, int size) throws IOException, InterruptedException {
        boolean done = false;
        try (InputStream in = encoding.open(packed)) {
            byte[] body = new byte[size];
            int filled = 0;
            while (filled < size) {
                int read = in.read(body, filled, Math.min(PIECE, size - filled));
                if (read < 0) {
                    throw new EOFException();
                }
                filled += read;
                requireWanted();
            }
            done = true;
            return body;
        } finally {
            if (!done) {
                memory.giveBack(size);
            }
        }
    }

    private static void requireWanted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the request is over");
        }
    }
}
