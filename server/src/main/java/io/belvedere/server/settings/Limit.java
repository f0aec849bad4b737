package io.belvedere.server.settings;

import static io.belvedere.server.settings.Quantity.BYTES;
import static io.belvedere.server.settings.Quantity.COUNT;
import static io.belvedere.server.settings.Quantity.MILLISECONDS;

import io.belvedere.engine.DecodingLimits;
import io.belvedere.engine.ServingOptions;
import io.belvedere.engine.image.ImageLimits;
import io.belvedere.engine.model.LoadOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One limit: what it measures, its default, and the range that it may be set to. {@code docs/configuration.md} shows
 * the same table.
 */
public enum Limit {
    BODY_SIZE(BYTES, 64 << 20, 1 << 10, 1 << 30, 16),
    BODY_MEMORY(BYTES, 512 << 20, 1 << 10, 1L << 40, 8),
    BODY_TIME(MILLISECONDS, 120_000, 100, 3_600_000),
    HEADER_SIZE(BYTES, 16 << 10, 1 << 10, 1 << 20),
    CONNECTIONS(COUNT, 8_192, 4, 1_000_000, 0, 512 << 10),
    CONNECTIONS_PER_ADDRESS(COUNT, 8_192, 1, 1_000_000, 0, 512 << 10),
    HANDSHAKE_TIME(MILLISECONDS, 10_000, 10, 600_000),
    REQUESTS(COUNT, 512, 1, 100_000),
    STREAMS(COUNT, 100, 1, 10_000),
    IDLE_TIME(MILLISECONDS, 75_000, 100, 3_600_000),
    WRITE_TIME(MILLISECONDS, 60_000, 100, 3_600_000),
    SHUTDOWN_TIME(MILLISECONDS, 30_000, 0, 3_600_000),
    ENDING_TIME(MILLISECONDS, 5_000, 100, 600_000),

    JSON_DEPTH(COUNT, 64, 8, 1_000),
    JSON_TOKENS(COUNT, 1_000_000, 100, 1_000_000_000),
    MESSAGES(COUNT, 2_048, 1, 1_000_000),
    IMAGES(COUNT, 16, 0, 1_000),
    IMAGE_SIZE(BYTES, ImageLimits.DEFAULT.maxBytes(), 1 << 10, 1 << 30),
    IMAGE_PIXELS(COUNT, ImageLimits.DEFAULT.maxPixels(), 1_000, 1_000_000_000),
    IMAGE_TOKENS(COUNT, LoadOptions.DEFAULTS.maxImageTokens(), 4, 16_384),
    IMAGE_CACHE(BYTES, ServingOptions.DEFAULTS.imageCacheBytes(), 0, 1L << 40, 16),
    IMAGE_CACHE_FOLDER(BYTES, ServingOptions.DEFAULTS.imageFolderBytes(), 0, 1L << 44),
    IMAGE_DECODING(BYTES, DecodingLimits.DEFAULTS.bytes(), 1 << 20, 1L << 40, 4),
    IMAGE_WORK(COUNT, DecodingLimits.DEFAULTS.work(), 1_000, 1_000_000_000_000L),
    IMAGE_TIME(MILLISECONDS, DecodingLimits.DEFAULTS.time().toMillis(), 10, 3_600_000),
    IMAGE_WAITING(BYTES, ServingOptions.DEFAULTS.patchBytes(), 0, 1L << 40, 8),
    PDF_SIZE(BYTES, 32 << 20, 1 << 10, 1 << 30),
    PDF_PAGES(COUNT, 16, 1, 1_000),
    PDF_DPI(COUNT, 120, 36, 600),
    PDF_TIME(MILLISECONDS, 30_000, 100, 600_000),
    PDF_MEMORY(BYTES, 512 << 20, 64 << 20, 64L << 30),
    PDF_PROCESSES(COUNT, 2, 1, 64),
    PDF_PICTURES(BYTES, 128 << 20, 1 << 10, 64L << 30, 16),
    PDF_WAIT(MILLISECONDS, 30_000, 10, 600_000),
    WAITING_REQUESTS(COUNT, ServingOptions.DEFAULTS.maxAnswers(), 1, 100_000),
    WAITING_TOKENS(COUNT, ServingOptions.DEFAULTS.maxTokens(), 1, 1_000_000_000),
    RUNNING_REQUESTS(COUNT, ServingOptions.DEFAULTS.runningSequences(), 1, 1_000),
    KV_TOKENS(COUNT, 0, 0, 100_000_000),
    STEP_TIME(MILLISECONDS, ServingOptions.DEFAULTS.stepTime().toMillis(), 10, 60_000),
    ANSWER_TIME(MILLISECONDS, 3_600_000, 100, 86_400_000),
    CHOICES(COUNT, 8, 1, 128),
    STOP_STRINGS(COUNT, 4, 1, 64),
    STOP_LENGTH(COUNT, 1_000, 1, 100_000),

    REMOTE_IMAGES(COUNT, 8, 0, 1_000),
    REMOTE_IMAGE_SIZE(BYTES, 10 << 20, 1 << 10, 1 << 30),
    REMOTE_IMAGES_SIZE(BYTES, 32 << 20, 1 << 10, 1 << 30),
    REMOTE_FETCHES(COUNT, 64, 1, 10_000),
    REMOTE_MEMORY(BYTES, 256 << 20, 1 << 10, 1L << 40, 16),
    REMOTE_WAIT(MILLISECONDS, 30_000, 10, 600_000),
    REMOTE_REDIRECTS(COUNT, 3, 0, 20),
    REMOTE_CONNECT_TIME(MILLISECONDS, 5_000, 10, 600_000),
    REMOTE_ANSWER_TIME(MILLISECONDS, 8_000, 10, 600_000),
    REMOTE_TIME(MILLISECONDS, 10_000, 10, 600_000),

    PING_BEFORE_TEXT(MILLISECONDS, 1_000, 10, 600_000),
    PING_BETWEEN_TEXT(MILLISECONDS, 15_000, 10, 600_000);

    private static final long MIB = 1 << 20;

    private final Quantity quantity;
    private final long fallback;
    private final long least;
    private final long most;
    private final int heapParts;
    private final int heapBytesOfOne;

    Limit(Quantity quantity, long fallback, long least, long most) {
        this(quantity, fallback, least, most, 0);
    }

    /**
     * @param heapParts the default is at most one of so many equal parts of the heap; 0: it has nothing to do with the
     * heap
     */
    Limit(Quantity quantity, long fallback, long least, long most, int heapParts) {
        this(quantity, fallback, least, most, heapParts, 0);
    }

    /** @param heapBytesOfOne the default is at most one for so many bytes of the heap; 0: as above */
    Limit(Quantity quantity, long fallback, long least, long most, int heapParts, int heapBytesOfOne) {
        this.quantity = quantity;
        this.fallback = fallback;
        this.least = least;
        this.most = most;
        this.heapParts = heapParts;
        this.heapBytesOfOne = heapBytesOfOne;
    }

    /** The name in settings and documents, such as {@code body-size}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is about pictures, their number and their ways here, rather than about a server. */
    public boolean isOfImages() {
        return name().startsWith("IMAGE") || name().startsWith("REMOTE_");
    }

    public Quantity quantity() {
        return quantity;
    }

    /** The default in this process, in the quantity's unit. */
    public long fallback() {
        return fallback(Runtime.getRuntime().maxMemory());
    }

    /** The default with a heap of so many bytes; whole MiB where it depends on that. */
    long fallback(long heapBytes) {
        if (heapBytesOfOne != 0) {
            return Math.clamp(heapBytes / heapBytesOfOne, least, fallback);
        }
        if (heapParts == 0) {
            return fallback;
        }
        long part = heapBytes / heapParts / MIB * MIB;
        return Math.clamp(part, Math.min(MIB, fallback), fallback);
    }

    /** The part of the heap that the default never exceeds: one of so many; 0: it has nothing to do with the heap. */
    int heapParts() {
        return heapParts;
    }

    /** The default is at most one for so many bytes of the heap; 0: it does not depend on them. */
    int heapBytesOfOne() {
        return heapBytesOfOne;
    }

    /** Returns the value that the text means in this limit's unit.
     *
     * @throws IllegalArgumentException with a message for the person who wrote the text
     */
    public long parse(String text) {
        long value = quantity.parse(label(), text);
        requireInRange(value);
        return value;
    }

    /** What it may be set to, as people write it. */
    public String range() {
        return quantity.format(least) + " to " + quantity.format(most);
    }

    void requireInRange(long value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s must be from %s, given %s".formatted(label(), range(), quantity.format(value)));
        }
    }

    public static Optional<Limit> byLabel(String label) {
        return Arrays.stream(values())
                .filter(limit -> limit.label().equals(label))
                .findFirst();
    }
}
