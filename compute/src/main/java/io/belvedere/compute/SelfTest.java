package io.belvedere.compute;

/**
 * Rates of small matrix products that came out right, on all threads, in 10^9 floating-point operations a second; a
 * multiplication and an addition count as two. They show a machine or a setting that is far off, not how fast a model
 * runs.
 *
 * @param f32 with F32 weights
 * @param q8 with Q8_0 weights
 */
public record SelfTest(double f32, double q8) {}
