package io.belvedere.compute.cpu;

/** Operations on rows in plain loops. */
final class ScalarRows implements RowKernels {
    @Override
    public void add(CpuBuffer x, CpuBuffer into, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int i = 0; i < x.columns(); i++) {
                into.set(row, i, into.get(row, i) + x.get(row, i));
            }
        }
    }

    @Override
    public void rmsNorm(CpuBuffer x, float[] gain, float epsilon, CpuBuffer out, int from, int to) {
        for (int row = from; row < to; row++) {
            double squares = 0;
            for (int i = 0; i < x.columns(); i++) {
                squares += (double) x.get(row, i) * x.get(row, i);
            }
            double scale = 1 / Math.sqrt(squares / x.columns() + epsilon);
            for (int i = 0; i < x.columns(); i++) {
                out.set(row, i, (float) (x.get(row, i) * scale * gain[i]));
            }
        }
    }

    @Override
    public void siluMul(CpuBuffer gate, CpuBuffer up, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int i = 0; i < gate.columns(); i++) {
                double z = gate.get(row, i);
                gate.set(row, i, (float) (z / (1 + Math.exp(-z)) * up.get(row, i)));
            }
        }
    }

    @Override
    public void gelu(CpuBuffer x, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int i = 0; i < x.columns(); i++) {
                double z = x.get(row, i);
                x.set(row, i, (float) (0.5 * z * (1 + Erf.erf(z / Math.sqrt(2)))));
            }
        }
    }

    @Override
    public void rotate(CpuBuffer x, int heads, CpuBuffer cos, CpuBuffer sin, int from, int to) {
        int half = cos.columns();
        for (int row = from; row < to; row++) {
            for (int head = 0; head < heads; head++) {
                int first = head * 2 * half;
                for (int i = 0; i < half; i++) {
                    double a = x.get(row, first + i);
                    double b = x.get(row, first + half + i);
                    x.set(row, first + i, (float) (a * cos.get(row, i) - b * sin.get(row, i)));
                    x.set(row, first + half + i, (float) (b * cos.get(row, i) + a * sin.get(row, i)));
                }
            }
        }
    }
}
