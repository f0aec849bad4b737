package io.belvedere.engine.image.jpeg;

import java.util.ArrayList;
import java.util.List;

/** How many rows of a component are kept where samples go on to the result as they come. */
final class Window {
    private Window() {}

    /** Those of a row of units, and of the one before it, whose last rows wait for their neighbours below. */
    static int rows(Frame.Component component) {
        return 2 * Frame.BLOCK * component.down();
    }

    /** A plane for each component, of the latest rows or of all. */
    static List<Plane> planes(Frame frame, boolean all) {
        List<Plane> planes = new ArrayList<>();
        for (Frame.Component component : frame.components()) {
            int rows = all ? Frame.BLOCK * frame.unitsDown() * component.down() : rows(component);
            planes.add(new Plane(Frame.BLOCK * frame.unitsAcross() * component.across(), rows));
        }
        return planes;
    }
}
