package io.belvedere.compute;

import static io.belvedere.compute.TestTensors.buffer;
import static io.belvedere.compute.TestTensors.floats;
import static io.belvedere.compute.TestTensors.normal;
import static io.belvedere.compute.TestTensors.read;
import static io.belvedere.compute.TestTensors.stored;
import static io.belvedere.compute.TestTensors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.belvedere.compute.quant.BlockFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend owes its callers, but for attention: {@link AttentionContract}. */
public abstract class BackendContract {
    /** A backend with its own threads. */
    protected abstract Backend backend(int threads);

    /** Rounds a row of x, in place, as products with a type do; most do not. */
    protected void round(DType type, float[] row) {}

    /** The same for a decoded row of weights. */
    protected void roundWeights(DType type, float[] row) {}

    private Backend backend;
    private Workspace workspace;

    @BeforeEach
    void open() {
        backend = backend(2);
        workspace = backend.workspace(Trace.NONE);
    }

    @AfterEach
    void close() {
        workspace.close();
        backend.close();
    }

    // ---- matmul

    @ParameterizedTest
    @EnumSource
    void multipliesEveryStoredType(DType type) {
        Random random = new Random(11);
        int[] outs = {1, 5, 17};
        for (int i = 0; i < 3; i++) {
            int in = (1 + 2 * i) * type.blockElements();
            Tensor tensor = stored(random, type, outs[i], in);
            for (int rows : new int[] {1, 3, 11}) {
                checkProduct(random, tensor, rows, in, outs[i]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 100, 3",
        "5, 15, 70",
        "3, 17, 130",
        "9, 1025, 9",
        "400, 33, 12",
        "7, 3420, 20",
        "1, 3420, 20"
    })
    void multipliesOddSizes(int rows, int in, int out) {
        Random random = new Random(12);
        for (DType type : new DType[] {DType.F32, DType.F16, DType.BF16}) {
            checkProduct(random, stored(random, type, out, in), rows, in, out);
        }
    }

    private static void rounded(float[] values, int columns, Consumer<float[]> rounding) {
        for (int at = 0; at < values.length; at += columns) {
            float[] row = Arrays.copyOfRange(values, at, at + columns);
            rounding.accept(row);
            System.arraycopy(row, 0, values, at, columns);
        }
    }

    private void checkProduct(Random random, Tensor tensor, int rows, int in, int out) {
        float[] x = normal(random, rows * in);
        float[] bias = normal(random, out);
        float[] y = product(backend, tensor, vector(bias), rows, x);
        float[] w = BlockFormat.decode(tensor);
        assertThat(y).hasSize(rows * out);
        rounded(x, in, row -> round(tensor.type(), row));
        rounded(w, in, row -> roundWeights(tensor.type(), row));
        for (int i = 0; i < rows; i++) {
            for (int o = 0; o < out; o++) {
                double sum = bias[o];
                double size = Math.abs(bias[o]);
                for (int k = 0; k < in; k++) {
                    double term = (double) x[i * in + k] * w[o * in + k];
                    sum += term;
                    size += Math.abs(term);
                }
                double error = Math.abs(y[i * out + o] - sum);
                if (!(error <= 1e-6 * size + 1e-30)) {
                    assertThat(y[i * out + o])
                            .as("%s, row %d of %d, output %d", tensor.name(), i, rows, o)
                            .isEqualTo((float) sum);
                }
            }
        }
    }

    @Test
    void sumsSmallIntegersExactly() {
        Random random = new Random(13);
        for (int in : new int[] {1, 16, 31, 1024, 2500}) {
            float[] x = integers(random, 6 * in);
            float[] w = integers(random, 7 * in);
            float[] y = product(backend, floats(7, in, w), null, 6, x);
            for (int i = 0; i < 6; i++) {
                for (int o = 0; o < 7; o++) {
                    long sum = 0;
                    for (int k = 0; k < in; k++) {
                        sum += (long) x[i * in + k] * (long) w[o * in + k];
                    }
                    assertThat(y[i * 7 + o]).isEqualTo((float) sum);
                }
            }
        }
    }

    private static float[] integers(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(-9, 10);
        }
        return values;
    }

    @Test
    void multipliesExtremes() {
        float[] x = {1e38f, 1e-38f, -0f, 3e38f, 1};
        float[] w = {
            1, 0, 0, 0, 0, //
            0, 1, 0, 0, 0, //
            0, 0, 1, 0, 0, //
            0, 0, 0, 2, 0, //
            0, 0, 0, -2, 0, //
            0, 0, 0, 0, Float.NaN
        };
        float[] y = product(backend, floats(6, 5, w), null, 1, x);
        assertThat(y).containsExactly(1e38f, 1e-38f, y[2], Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN);
        assertThat(y[2]).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRowOfAProductIsTheSameInEveryBatch(DType type) {
        Random random = new Random(14);
        int in = Math.max(1, 1280 / type.blockElements()) * type.blockElements() + (type.blockElements() == 1 ? 7 : 0);
        int out = 19;
        Tensor tensor = stored(random, type, out, in);
        float[] x = normal(random, 9 * in);
        float[] whole = product(backend, tensor, null, 9, x);
        int[][] parts = {{0, 1}, {4, 5}, {8, 9}, {3, 5}, {0, 3}, {2, 9}};
        for (int[] part : parts) {
            float[] rows = Arrays.copyOfRange(x, part[0] * in, part[1] * in);
            assertThat(product(backend, tensor, null, part[1] - part[0], rows))
                    .as("rows %d to %d", part[0], part[1])
                    .isEqualTo(Arrays.copyOfRange(whole, part[0] * out, part[1] * out));
        }
        try (Backend other = backend(5)) {
            assertThat(product(other, tensor, null, 9, x)).isEqualTo(whole);
        }
    }

    @Test
    void aLargeBatchIsItsRows() {
        Random random = new Random(15);
        int in = 1100;
        int out = 13;
        Tensor tensor = floats(out, in, normal(random, in * out));
        float[] x = normal(random, 800 * in);
        float[] whole = product(backend, tensor, null, 800, x);
        for (int row : new int[] {0, 1, 383, 384, 385, 767, 768, 799}) {
            float[] alone = product(backend, tensor, null, 1, Arrays.copyOfRange(x, row * in, (row + 1) * in));
            assertThat(alone).isEqualTo(Arrays.copyOfRange(whole, row * out, (row + 1) * out));
        }
    }

    private static float[] product(Backend on, Tensor tensor, Tensor bias, int rows, float[] x) {
        try (Workspace memory = on.workspace(Trace.NONE)) {
            Weight weight = on.prepare(tensor);
            Buffer in = buffer(on, memory, rows, weight.columns(), x);
            Buffer out = memory.buffer(rows, weight.rows());
            on.matmul(in, weight, bias == null ? null : on.prepare(bias), out);
            return read(on, out);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13, 800})
    void productsTogetherEqualThoseOneByOne(int rows) {
        Random random = new Random(14);
        int in = 256;
        Buffer x = buffer(backend, workspace, rows, in, normal(random, rows * in));
        DType[] types = {DType.Q4_K, DType.Q6_K, DType.Q8_0, DType.F16, DType.F16, DType.F32, DType.Q4_K};
        List<Projection> projections = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            int out = 3 + 31 * i;
            Weight bias = i % 2 == 0 ? null : backend.prepare(vector(normal(random, out)));
            Weight weight = backend.prepare(stored(random, types[i], out, in));
            projections.add(new Projection(weight, bias, workspace.buffer(rows, out)));
        }
        backend.matmul(x, projections);
        for (Projection projection : projections) {
            Buffer alone = workspace.buffer(rows, projection.weight().rows());
            backend.matmul(x, projection.weight(), projection.bias(), alone);
            assertThat(read(backend, projection.out())).isEqualTo(read(backend, alone));
        }
    }

    @Test
    void refusesShapesThatDoNotFit() {
        Weight weight = backend.prepare(floats(3, 4, new float[12]));
        Buffer x = workspace.buffer(2, 4);
        assertThatThrownBy(() -> backend.matmul(x, weight, null, workspace.buffer(2, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2x5")
                .hasMessageContaining("2x3");
        assertThatThrownBy(() -> backend.matmul(workspace.buffer(2, 5), weight, null, workspace.buffer(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2x5");
        Weight bias = backend.prepare(vector(1, 2));
        assertThatThrownBy(() -> backend.matmul(x, weight, bias, workspace.buffer(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bias");
        assertThatThrownBy(() -> backend.matmul(x, backend.prepare(floats(4, 4, new float[16])), null, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overlap");
        Buffer out = workspace.buffer(2, 3);
        Projection projection = new Projection(weight, null, out);
        assertThatThrownBy(() -> backend.matmul(x, List.of(projection, projection)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overlap");
        assertThatThrownBy(() -> backend.rmsNorm(x, weight, 1e-6f, x)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend.add(x, workspace.buffer(4, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend.rotate(x, 3, x, x)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAWeightWhoseRowsSplitABlock() {
        Tensor tensor = stored(new Random(1), DType.Q8_0, 1, 64);
        Tensor split = new Tensor("blk.0.odd", DType.Q8_0, Shape.of(4, 16), tensor.bytes());
        assertThatThrownBy(() -> backend.prepare(split))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blk.0.odd");
    }

    // ---- row by row

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 17", "2, 128", "5, 1283", "300, 96"})
    void addsAndNormalises(int rows, int columns) {
        Random random = new Random(21);
        float[] x = normal(random, rows * columns);
        float[] y = normal(random, rows * columns);
        float[] gain = normal(random, columns);
        Buffer xs = buffer(backend, workspace, rows, columns, x);
        Buffer sum = buffer(backend, workspace, rows, columns, y);
        backend.add(xs, sum);
        Buffer normed = workspace.buffer(rows, columns);
        backend.rmsNorm(xs, backend.prepare(vector(gain)), 1e-5f, normed);
        float[] sums = read(backend, sum);
        float[] norms = read(backend, normed);
        for (int row = 0; row < rows; row++) {
            double squares = 0;
            for (int i = 0; i < columns; i++) {
                squares += (double) x[row * columns + i] * x[row * columns + i];
            }
            double scale = 1 / Math.sqrt(squares / columns + 1e-5f);
            for (int i = 0; i < columns; i++) {
                int at = row * columns + i;
                assertThat(sums[at]).isEqualTo(x[at] + y[at]);
                assertClose(norms[at], x[at] * scale * gain[i], 6e-7);
            }
        }
        backend.rmsNorm(xs, backend.prepare(vector(gain)), 1e-5f, xs);
        assertThat(read(backend, xs)).as("in place").isEqualTo(norms);
    }

    @Test
    void activates() {
        float[] z = new float[4001];
        for (int i = 0; i < z.length; i++) {
            z[i] = (i - 2000) / 150f;
        }
        float[] extremes = {0, -0f, 1e-30f, -1e-30f, 50, -50, 88, -88, 120, -120, 1e30f, -1e30f, 1e37f};
        System.arraycopy(extremes, 0, z, 100, extremes.length);
        float[] up = normal(new Random(22), z.length);
        Buffer gate = buffer(backend, workspace, 1, z.length, z);
        backend.siluMul(gate, buffer(backend, workspace, 1, z.length, up));
        Buffer bent = buffer(backend, workspace, 1, z.length, z);
        backend.gelu(bent);
        float[] gated = read(backend, gate);
        float[] gelus = read(backend, bent);
        for (int i = 0; i < z.length; i++) {
            double silu = z[i] / (1 + Math.exp(-(double) z[i]));
            assertClose(gated[i], silu * up[i], 4e-7);
            assertThat((double) gelus[i])
                    .as("gelu of %s", z[i])
                    .isCloseTo(gelu(z[i]), within(1.5e-7 * Math.max(1, Math.abs(z[i]))));
        }
    }

    /** By Simpson's rule over the normal density. */
    private static double gelu(double z) {
        double end = Math.min(Math.abs(z), 9);
        int steps = 400;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double t = end * i / steps;
            sum += Math.exp(-t * t / 2) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
        }
        double integral = sum * end / steps / 3 / Math.sqrt(2 * Math.PI);
        return z * (z < 0 ? 0.5 - integral : 0.5 + integral);
    }

    @Test
    void activatesNotANumberToNotANumber() {
        float[] z = new float[37];
        z[5] = Float.NaN;
        z[36] = Float.NaN;
        float[] ones = new float[37];
        Arrays.fill(ones, 1);
        Buffer gate = buffer(backend, workspace, 1, 37, z);
        backend.siluMul(gate, buffer(backend, workspace, 1, 37, ones));
        Buffer bent = buffer(backend, workspace, 1, 37, z);
        backend.gelu(bent);
        for (float[] values : new float[][] {read(backend, gate), read(backend, bent)}) {
            for (int i = 0; i < 37; i++) {
                assertThat(Float.isNaN(values[i])).isEqualTo(i == 5 || i == 36);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "3, 2, 6", "5, 3, 80", "2, 4, 128", "130, 2, 34"})
    void rotatesHalfSplitPairs(int rows, int heads, int headDim) {
        Random random = new Random(23);
        int half = headDim / 2;
        float[] x = normal(random, rows * heads * headDim);
        float[] cos = new float[rows * half];
        float[] sin = new float[rows * half];
        for (int i = 0; i < cos.length; i++) {
            double angle = random.nextDouble(-100, 100);
            cos[i] = (float) Math.cos(angle);
            sin[i] = (float) Math.sin(angle);
        }
        Buffer turned = buffer(backend, workspace, rows, heads * headDim, x);
        backend.rotate(
                turned,
                heads,
                buffer(backend, workspace, rows, half, cos),
                buffer(backend, workspace, rows, half, sin));
        float[] y = read(backend, turned);
        for (int row = 0; row < rows; row++) {
            for (int head = 0; head < heads; head++) {
                int at = (row * heads + head) * headDim;
                for (int i = 0; i < half; i++) {
                    double a = x[at + i];
                    double b = x[at + half + i];
                    double c = cos[row * half + i];
                    double s = sin[row * half + i];
                    double room = 2e-7 * (Math.abs(a) + Math.abs(b));
                    assertThat((double) y[at + i]).isCloseTo(a * c - b * s, within(room));
                    assertThat((double) y[at + half + i]).isCloseTo(b * c + a * s, within(room));
                }
            }
        }
    }

    @Test
    void everyRowIsTheSameAlone() {
        Random random = new Random(24);
        int rows = 70;
        int columns = 2 * 342;
        float[] x = normal(random, rows * columns);
        float[] up = normal(random, rows * columns);
        float[] gain = normal(random, columns);
        float[] angles = normal(random, rows * columns / 4);
        for (int row : new int[] {0, 33, 69}) {
            for (int kind = 0; kind < 4; kind++) {
                float[] whole = rowWise(kind, rows, columns, x, up, gain, angles, 0);
                float[] alone = rowWise(kind, 1, columns, x, up, gain, angles, row);
                assertThat(alone).isEqualTo(Arrays.copyOfRange(whole, row * columns, (row + 1) * columns));
            }
        }
    }

    private float[] rowWise(
            int kind, int rows, int columns, float[] x, float[] up, float[] gain, float[] angles, int from) {
        int quarter = columns / 4;
        Buffer values = workspace.buffer(rows, columns);
        backend.write(x, from * columns, values);
        Buffer other = workspace.buffer(rows, columns);
        backend.write(up, from * columns, other);
        Buffer turns = workspace.buffer(rows, quarter);
        backend.write(angles, from * quarter, turns);
        switch (kind) {
            case 0 -> backend.rmsNorm(values, backend.prepare(vector(gain)), 1e-6f, values);
            case 1 -> backend.siluMul(values, other);
            case 2 -> backend.gelu(values);
            default -> backend.rotate(values, 2, turns, turns);
        }
        return read(backend, values);
    }

    // ---- moving rows

    @ParameterizedTest
    @EnumSource
    void embedsRowsOfTheTable(DType type) {
        int width = 2 * type.blockElements() + (type.blockElements() == 1 ? 5 : 0);
        Tensor table = stored(new Random(31), type, 9, width);
        float[] values = BlockFormat.decode(table);
        int[] ids = {8, 0, 3, 3};
        Buffer out = workspace.buffer(4, width);
        backend.embed(backend.prepare(table), ids, out);
        float[] rows = read(backend, out);
        for (int i = 0; i < ids.length; i++) {
            assertThat(Arrays.copyOfRange(rows, i * width, (i + 1) * width))
                    .isEqualTo(Arrays.copyOfRange(values, ids[i] * width, (ids[i] + 1) * width));
        }
        assertThatThrownBy(() -> backend.embed(backend.prepare(table), new int[] {9}, workspace.buffer(1, width)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9");
    }

    @Test
    void gathersAndScattersRows() {
        float[] values = {0, 1, 10, 11, 20, 21, 30, 31};
        Buffer from = buffer(backend, workspace, 4, 2, values);
        Buffer picked = workspace.buffer(3, 2);
        backend.gather(from, new int[] {3, 0, 3}, picked);
        assertThat(read(backend, picked)).containsExactly(30, 31, 0, 1, 30, 31);
        Buffer spread = buffer(backend, workspace, 5, 2, new float[10]);
        backend.scatter(from, new int[] {4, 2, 0, 1}, spread);
        assertThat(read(backend, spread)).containsExactly(20, 21, 30, 31, 10, 11, 0, 0, 0, 1);
        assertThatThrownBy(() -> backend.gather(from, new int[] {4}, workspace.buffer(1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend.scatter(from, new int[] {0, 1, 2, -1}, spread))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsAndReshapesShareMemory() {
        Buffer whole = buffer(backend, workspace, 3, 4, normal(new Random(32), 12));
        backend.write(new float[] {9, 9, 9, 9, 7, 7, 7, 7}, 4, whole.rows(1, 1));
        assertThat(Arrays.copyOfRange(read(backend, whole.reshape(6, 2)), 4, 8)).containsExactly(7, 7, 7, 7);
        float[] padded = new float[6];
        backend.read(whole.rows(1, 1), padded, 2);
        assertThat(padded).containsExactly(0, 0, 7, 7, 7, 7);
        assertThatThrownBy(() -> whole.rows(2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> whole.reshape(5, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend.read(whole, padded, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWorkspaceReusesItsMemory() {
        for (int pass = 0; pass < 3; pass++) {
            Buffer small = buffer(backend, workspace, 1, 3, 1, 2, 3);
            Buffer large = workspace.buffer(3000, 2000);
            Buffer last = buffer(backend, workspace, 1, 2, 4, 5);
            backend.write(new float[2000], 0, large.rows(2999, 1));
            assertThat(read(backend, small)).containsExactly(1, 2, 3);
            assertThat(read(backend, last)).containsExactly(4, 5);
            workspace.reset();
        }
        assertThat(workspace.bytes()).isBetween(3000L * 2000 * 4, 80L << 20);
    }

    private static void assertClose(float actual, double expected, double relative) {
        double room = relative * Math.abs(expected) + 1e-6 * relative + Float.MIN_NORMAL;
        assertThat((double) actual).isCloseTo(expected, within(room));
    }
}
