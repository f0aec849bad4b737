/**
 * All that meets the outside world: HTTP, the OpenAI API, remote media and the command line. The engine knows none of
 * it. Start reading at {@code Main}.
 */
@NullMarked
package io.belvedere.server;

import org.jspecify.annotations.NullMarked;
