package io.belvedere.chat;

import java.time.Duration;

/**
 * What became of a picture of an answered request.
 *
 * @param cached whether what the model saw of it had been computed before, or for another request at the same time
 * @param encoding what the vision encoder took for it; zero if it had nothing to do
 */
public record ImageReport(ImageView view, boolean cached, Duration encoding) {}
