package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Molecules and masses on springs, several in one graph.
final class MadeGraphs {
    private static final int ATOMS = 8;
    private static final int MASSES = 5;

    /// What two atoms add to the property of their molecule, for two kinds of bonds.
    private static final double[][][] BONDS = {
        {{0.5, -1, 0.3}, {-1, 0.8, 0.1}, {0.3, 0.1, -0.6}},
        {{-0.4, 0.9, -0.2}, {0.9, 0.2, -1.1}, {-0.2, -1.1, 0.7}}
    };

    private MadeGraphs() {}

    /// Trees of eight atoms of three kinds. Their property is the sum of what their bonds are
    /// worth.
    static List<Tensor> molecules(Random random, int count) {
        var y = new float[count];
        var atoms = new int[count * ATOMS];
        var molecules = new int[count * ATOMS];
        var bonds = new Edges();
        for (int a = 0; a < atoms.length; a++) {
            atoms[a] = random.nextInt(3);
            molecules[a] = a / ATOMS;
            if (a % ATOMS > 0) {
                int other = a - 1 - random.nextInt(Math.min(a % ATOMS, 3));
                int kind = random.nextInt(2);
                bonds.add(a, other, kind);
                bonds.add(other, a, kind);
                y[a / ATOMS] += (float) BONDS[kind][atoms[a]][atoms[other]];
            }
        }
        return List.of(
                Tensor.of(y, count, 1),
                Tensor.of(atoms, atoms.length),
                Tensor.of(molecules, atoms.length),
                Numbers.whole(bonds.src),
                Numbers.whole(bonds.dst),
                Numbers.whole(bonds.kind));
    }

    /// Rings of five masses, each with its place and velocity, and how they are accelerated: by
    /// springs of length 1, and against their velocity.
    static List<Tensor> springs(Random random, int count) {
        var x = Numbers.normal(random, count * MASSES * 4);
        var y = new double[count * MASSES * 2];
        var springs = new Edges();
        for (int m = 0; m < count * MASSES; m++) {
            int next = m / MASSES * MASSES + (m + 1) % MASSES;
            springs.add(m, next, 0);
            springs.add(next, m, 0);
            y[2 * m] -= 0.3 * x[4 * m + 2];
            y[2 * m + 1] -= 0.3 * x[4 * m + 3];
            double dx = x[4 * next] - x[4 * m];
            double dy = x[4 * next + 1] - x[4 * m + 1];
            double pull = 1 - 1 / Math.hypot(dx, dy);
            y[2 * m] += pull * dx;
            y[2 * m + 1] += pull * dy;
            y[2 * next] -= pull * dx;
            y[2 * next + 1] -= pull * dy;
        }
        return List.of(
                Tensor.of(Numbers.floats(x), (long) count * MASSES, 4),
                Tensor.of(Numbers.floats(y), (long) count * MASSES, 2),
                Numbers.whole(springs.src),
                Numbers.whole(springs.dst));
    }

    private record Edges(List<Integer> src, List<Integer> dst, List<Integer> kind) {
        Edges() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(int from, int to, int kind) {
            src.add(from);
            dst.add(to);
            this.kind.add(kind);
        }
    }
}
