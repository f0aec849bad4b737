package io.belvedere.engine.model.intruder;

import io.belvedere.engine.model.toy.Toy;

/** Stands where a family would, and knows another: breaks the rule. */
public final class SiblingsFriend {
    private SiblingsFriend() {}

    public static Toy sibling() {
        return new Toy();
    }
}
