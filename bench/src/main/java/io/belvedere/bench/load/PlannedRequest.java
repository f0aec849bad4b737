package io.belvedere.bench.load;

/**
 * A request as the mix has it.
 *
 * @param number in the mix, from 0
 * @param body JSON, or what shall be refused as such
 * @param maxTokens of the answer
 */
record PlannedRequest(int number, byte[] body, boolean picture, boolean streamed, int maxTokens, Conduct conduct) {}
