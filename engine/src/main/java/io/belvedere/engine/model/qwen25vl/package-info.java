/**
 * The Qwen2.5-VL family: its chat layout and image rules.
 *
 * <p>Everything that is peculiar to the family is in here, and nothing outside knows it.
 */
@NullMarked
package io.belvedere.engine.model.qwen25vl;

import org.jspecify.annotations.NullMarked;
