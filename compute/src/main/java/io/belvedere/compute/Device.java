package io.belvedere.compute;

import java.time.Duration;

/**
 * What models can run on, set up: which of its kernels, how many threads. It says what it is and tests itself apart
 * from the backends that it opened, while those work. Thread-safe.
 *
 * <p>All that compute, or tell with what, throw {@link IllegalStateException} if the device can't run here as it is set
 * up.
 */
public interface Device {
    /** Takes its threads and memory; the caller closes it. */
    Backend open();

    /**
     * This device with activations multiplied as they are, never rounded to fewer bits, unless its setting says how.
     */
    Device exact();

    /** What it is. */
    KernelReport report();

    /**
     * Multiplies small matrices of F32 and of Q8_0 weights, for one row and for several, and compares every element
     * with a plain loop. With no budget that is all, some hundredths of a second, and the rates are those of code that
     * has yet to be compiled; it takes about a second until they settle.
     *
     * @param budget at least 0, for taking the rates of each of the two
     * @throws IllegalStateException if the kernels compute wrongly on this machine
     */
    SelfTest selfTest(Duration budget);

    /**
     * Reads memory that no cache holds with all threads: no product with one row can read its weights faster.
     *
     * @param megabytes of 2^20 bytes, taken for the time of the call; more than the caches hold
     * @return bytes a second
     */
    double readRate(int megabytes);

    /** The memory, used or not, in which weights, keys and values lie. */
    long memoryBytes();
}
