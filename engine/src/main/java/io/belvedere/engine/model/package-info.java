/**
 * What the engine asks of a model, and the list of families that can answer. Start at {@link
 * io.belvedere.engine.model.VisionLanguageModel}.
 *
 * <p>Each family is one sub-package that knows no sibling; nobody but {@link io.belvedere.engine.model.ModelFamilies}
 * knows a family.
 */
@NullMarked
package io.belvedere.engine.model;

import org.jspecify.annotations.NullMarked;
