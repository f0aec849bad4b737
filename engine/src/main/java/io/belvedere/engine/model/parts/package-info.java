/**
 * What families have in common beyond layers: reading checkpoints and configurations, and a text decoder that many
 * share.
 *
 * <p>Knows no family: what is a family's own, such as names and published numbers, is handed in. Start at {@link
 * io.belvedere.engine.model.parts.Checkpoint}.
 */
@NullMarked
package io.belvedere.engine.model.parts;

import org.jspecify.annotations.NullMarked;
