package io.belvedere.engine.model;

import io.belvedere.engine.model.qwen25vl.SmallQwen25Vl;
import io.belvedere.engine.model.toy.Toy;
import java.util.List;

/** The one list of families that are tested. */
public final class SmallFamilies {
    private SmallFamilies() {}

    public static List<SmallFamily> all() {
        return List.of(new SmallQwen25Vl(), new Toy());
    }
}
