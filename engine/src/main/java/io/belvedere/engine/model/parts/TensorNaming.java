package io.belvedere.engine.model.parts;

/** How a family's checkpoints name their tensors, where releases differ. */
@FunctionalInterface
public interface TensorNaming {
    /** Names are as they are stored. */
    TensorNaming AS_STORED = stored -> stored;

    /** The one name by which the family looks for what some file stores under {@code stored}. */
    String canonical(String stored);
}
