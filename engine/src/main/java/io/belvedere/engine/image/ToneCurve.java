package io.belvedere.engine.image;

/** From stored values to light, as an ICC profile says (ICC.1, sections 10.6 and 10.18), and from light to sRGB. */
final class ToneCurve {
    private static final int VALUES = 256;
    private static final int SRGB_STEPS = 1 << 14;
    private static final byte[] SRGB = srgbTable();

    /** How many parameters each kind of formula has. */
    private static final int[] PARAMETERS = {1, 3, 4, 5, 7};

    private ToneCurve() {}

    /** The curve at {@code start}: light from 0 to 1 for each of 256 stored values. */
    static float[] read(ByteView file, int start) {
        float[] light = new float[VALUES];
        boolean sampled = file.has(start, "curv");
        if (!sampled && !file.has(start, "para")) {
            throw new IllegalArgumentException("no curve");
        }
        double[] parameters = sampled ? new double[0] : parameters(file, start);
        for (int i = 0; i < VALUES; i++) {
            double x = i / 255.0;
            double y = sampled ? sample(file, start, x) : formula(parameters, x);
            if (Double.isNaN(y)) {
                throw new IllegalArgumentException("no number");
            }
            light[i] = (float) Math.clamp(y, 0, 1);
        }
        return light;
    }

    /** A signed number with 16 bits behind the point. */
    static double fixed(ByteView file, int at) {
        return file.s32(at) / 65536.0;
    }

    /** The stored value of light in sRGB; light outside 0 to 1 is clipped. */
    static byte srgb(float light) {
        return SRGB[(int) (Math.clamp(light, 0f, 1f) * (SRGB_STEPS - 1) + 0.5f)];
    }

    private static double sample(ByteView file, int start, double x) {
        int count = Math.toIntExact(file.u32(start + 8));
        if (count < 2) {
            return count == 0 ? x : Math.pow(x, file.u16(start + 12) / 256.0);
        }
        double position = x * (count - 1);
        int below = Math.min((int) position, count - 2);
        double from = file.u16(start + 12 + 2 * below);
        double to = file.u16(start + 14 + 2 * below);
        return (from + (to - from) * (position - below)) / 65535;
    }

    /** g, a, b, c, d, e and f of the most general formula, which all others are cases of. */
    private static double[] parameters(ByteView file, int start) {
        int kind = file.u16(start + 8);
        double[] p = new double[PARAMETERS[kind]];
        for (int i = 0; i < p.length; i++) {
            p[i] = fixed(file, start + 12 + 4 * i);
        }
        return switch (kind) {
            case 0 -> new double[] {p[0], 1, 0, 0, 0, 0, 0};
            case 1 -> new double[] {p[0], p[1], p[2], 0, -p[2] / p[1], 0, 0};
            case 2 -> new double[] {p[0], p[1], p[2], 0, -p[2] / p[1], p[3], p[3]};
            case 3 -> new double[] {p[0], p[1], p[2], p[3], p[4], 0, 0};
            default -> p;
        };
    }

    private static double formula(double[] p, double x) {
        return x >= p[4] ? Math.pow(p[1] * x + p[2], p[0]) + p[5] : p[3] * x + p[6];
    }

    /** IEC 61966-2-1. */
    private static byte[] srgbTable() {
        byte[] table = new byte[SRGB_STEPS];
        for (int i = 0; i < SRGB_STEPS; i++) {
            double light = i / (SRGB_STEPS - 1.0);
            double value = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
            table[i] = (byte) Math.round(255 * value);
        }
        return table;
    }
}
