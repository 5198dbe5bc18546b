package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;

/// Where L-BFGS stands in Rosenbrock's valley after some steps, beside the same in Java.
final class LbfgsPath {
    private static final double[] START = {-1.2, 1};
    private static final int STEPS = 12;
    private static final int MEMORY = 5;

    /// Both compute in float64, in another order.
    private static final double CLOSE = 1e-8;

    private LbfgsPath() {}

    static Claim claim(Compiled compiled) throws ReflectiveOperationException {
        var found = compiled.model("Methods", 1).call("quasi", Tensor.of(START, 2));
        return Claim.below(
                "l-bfgs, error of the place after " + STEPS + " steps",
                Numbers.apart(reference(), found),
                CLOSE);
    }

    private record Pair(double[] s, double[] y) {
        double weight() {
            return dot(s, y) > 0 ? 1 / dot(s, y) : 0;
        }
    }

    private static double[] reference() {
        var x = START;
        List<Pair> past = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            var g = slope(x);
            var d = plus(new double[2], -1, twoLoops(past, g));
            double t = 1;
            for (int k = 0; k < 50 && value(plus(x, t, d)) > value(x) + 1e-4 * t * dot(g, d); k++) {
                t /= 2;
            }
            var next = plus(x, t, d);
            past.add(new Pair(plus(next, -1, x), plus(slope(next), -1, g)));
            x = next;
        }
        return x;
    }

    /// Nocedal and Wright, algorithm 7.4.
    private static double[] twoLoops(List<Pair> past, double[] g) {
        int first = Math.max(0, past.size() - MEMORY);
        var alphas = new double[past.size()];
        var q = g;
        for (int k = past.size() - 1; k >= first; k--) {
            alphas[k] = past.get(k).weight() * dot(past.get(k).s(), q);
            q = plus(q, -alphas[k], past.get(k).y());
        }
        var r = q;
        if (!past.isEmpty()) {
            var last = past.getLast();
            double scale = dot(last.s(), last.y()) / dot(last.y(), last.y());
            r = plus(new double[2], scale, q);
        }
        for (int k = first; k < past.size(); k++) {
            double b = past.get(k).weight() * dot(past.get(k).y(), r);
            r = plus(r, alphas[k] - b, past.get(k).s());
        }
        return r;
    }

    private static double value(double[] x) {
        double bend = x[1] - x[0] * x[0];
        return 100 * bend * bend + (1 - x[0]) * (1 - x[0]);
    }

    private static double[] slope(double[] x) {
        double bend = x[1] - x[0] * x[0];
        return new double[] {-400 * bend * x[0] - 2 * (1 - x[0]), 200 * bend};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1];
    }

    private static double[] plus(double[] a, double factor, double[] b) {
        return new double[] {a[0] + factor * b[0], a[1] + factor * b[1]};
    }
}
