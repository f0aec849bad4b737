/**
 * The local engine: a model, its scheduler and its memory behind the chat backend's seam. Knows neither sockets nor the
 * wire format of any API. Start reading at the chat package, which holds the vocabulary.
 */
@NullMarked
package io.belvedere.engine;

import org.jspecify.annotations.NullMarked;
