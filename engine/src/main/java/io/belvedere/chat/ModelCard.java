package io.belvedere.chat;

import java.time.Instant;

/**
 * What clients may know of a model.
 *
 * @param id the name that requests use
 * @param created when its files were last changed
 * @param contextTokens most tokens of prompt and answer together
 * @param pixels how many pixels of a picture it can be shown, whatever a request asks for
 */
public record ModelCard(String id, Instant created, int contextTokens, PixelRange pixels) {}
