package dev.dnet.families;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Particles that decay, each an energy and a momentum `{E, x, y, z}`, with the speed of light 1.
final class Kinematics {
    private Kinematics() {}

    /// The eight that are left of one whose parts, and theirs, decay. Those of a heavy kind fall
    /// into two parts of one mass, the others throw off light ones; the mass of the whole is the
    /// same.
    static double[][] jet(Random random, boolean heavy) {
        double[][] parts = {{2 + 0.5 * random.nextDouble(), 0, 0, 0}};
        parts[0] = boosted(parts[0], direction(random, 0.5 * random.nextDouble()));
        for (int level = 0; level < 3; level++) {
            var next = new ArrayList<double[]>();
            for (var part : parts) {
                double first = heavy ? 0.2 + 0.1 * random.nextDouble() : 0.7;
                double second = heavy ? 0.2 + 0.1 * random.nextDouble() : 0.05;
                next.addAll(decay(part, level < 2 ? first : 0, level < 2 ? second : 0, random));
            }
            parts = next.toArray(double[][]::new);
        }
        return parts;
    }

    /// The two parts of a particle, whose masses are these shares of its own.
    private static List<double[]> decay(double[] p, double first, double second, Random random) {
        double mass = Math.sqrt(Math.max(0, p[0] * p[0] - p[1] * p[1] - p[2] * p[2] - p[3] * p[3]));
        double sum = first + second;
        double difference = first - second;
        double momentum = mass / 2 * Math.sqrt((1 - sum * sum) * (1 - difference * difference));
        var d = direction(random, momentum);
        double[] a = {Math.hypot(momentum, first * mass), d[0], d[1], d[2]};
        double[] b = {Math.hypot(momentum, second * mass), -d[0], -d[1], -d[2]};
        double[] velocity = {p[1] / p[0], p[2] / p[0], p[3] / p[0]};
        return List.of(boosted(a, velocity), boosted(b, velocity));
    }

    static double[] direction(Random random, double length) {
        var d = Numbers.normal(random, 3);
        double scale = length / Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        return new double[] {d[0] * scale, d[1] * scale, d[2] * scale};
    }

    /// What one who moves the other way with this velocity sees (Lorentz, 1904).
    static double[] boosted(double[] p, double[] v) {
        double square = v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
        if (square == 0) {
            return p;
        }
        double gamma = 1 / Math.sqrt(1 - square);
        double along = v[0] * p[1] + v[1] * p[2] + v[2] * p[3];
        double move = (gamma - 1) * along / square + gamma * p[0];
        return new double[] {
            gamma * (p[0] + along), p[1] + move * v[0], p[2] + move * v[1], p[3] + move * v[2]
        };
    }
}
