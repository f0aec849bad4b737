package io.belvedere.engine.golden;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One conversation with a model of the golden set and everything that the reference computed for it.
 *
 * @param stem of its two files, {@code model/MODEL/CASE}
 * @param json as stored: messages, prompt, input_ids, position_ids, greedy, ...
 */
public record GoldenCase(GoldenModel model, String stem, JsonNode json) {
    /** The stages' tensors. */
    public GoldenTensors tensors() {
        return model.set().tensors(stem + ".safetensors");
    }

    /** The pictures' files, in the order of the prompt. */
    public List<Path> images() {
        List<Path> images = new ArrayList<>();
        for (JsonNode image : json.path("images")) {
            images.add(model.set().path("images/" + image.asString()));
        }
        return images;
    }

    /** Token ids of the prompt, with one per image token. */
    public int[] inputIds() {
        return ints(json.path("input_ids"));
    }

    /** {@code [3][tokens]}: time, height, width. */
    public int[][] positionIds() {
        JsonNode rows = json.path("position_ids");
        int[][] positions = new int[rows.size()][];
        for (int axis = 0; axis < positions.length; axis++) {
            positions[axis] = ints(rows.get(axis));
        }
        return positions;
    }

    /** The reference's greedy continuation; it went on past end-of-sequence tokens. */
    public int[] greedyIds() {
        return ints(json.path("greedy").path("ids"));
    }

    /** An array of integers anywhere in the case. */
    public static int[] ints(JsonNode array) {
        if (!array.isArray()) {
            throw new AssertionError("not an array: " + array);
        }
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).intValue();
        }
        return values;
    }

    @Override
    public String toString() {
        return stem.substring("model/".length());
    }
}
