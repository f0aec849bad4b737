package io.belvedere.compute;

/**
 * What a {@link Device} computes with.
 *
 * @param device such as {@code CPU}
 * @param kernels which kernels were chosen, and why not faster ones
 * @param vectorBits width of their vectors; 0 if they have none
 * @param threads that compute
 */
public record KernelReport(String device, String kernels, int vectorBits, int threads) {
    /** One line for the log. */
    public String describe() {
        return device + ", " + threads + (threads == 1 ? " thread, " : " threads, ") + kernels;
    }
}
