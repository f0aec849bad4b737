package io.belvedere.engine.model;

/** Logits of a pass, row-major; reused from pass to pass. */
public final class LogitRows {
    private float[] values = new float[0];
    private int rows;
    private int width;

    /** Makes room for {@code rows} rows of {@code width}; their content is unspecified. */
    public void reserve(int rows, int width) {
        this.rows = rows;
        this.width = width;
        int size = Math.multiplyExact(rows, width);
        if (values.length < size) {
            values = new float[size];
        }
    }

    public int rows() {
        return rows;
    }

    public int width() {
        return width;
    }

    /** Backing array: row r starts at {@code r * width()}. */
    public float[] values() {
        return values;
    }
}
