package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Molecules and masses on springs, several in one graph.
final class MadeGraphs {
    private static final int ATOMS = 8;
    private static final int MASSES = 5;

    /// The second Zagreb index of a chain.
    private static final double CHAIN = 4 * (ATOMS - 2);

    /// What two atoms add to the property of their molecule, for two kinds of bonds.
    private static final double[][][] BONDS = {
        {{0.5, -1, 0.3}, {-1, 0.8, 0.1}, {0.3, 0.1, -0.6}},
        {{-0.4, 0.9, -0.2}, {0.9, 0.2, -1.1}, {-0.2, -1.1, 0.7}}
    };

    private MadeGraphs() {}

    /// Trees of eight atoms of three kinds. Their property is the sum of what their bonds are
    /// worth.
    static List<Tensor> molecules(Random random, int count) {
        var atoms = random.ints((long) count * ATOMS, 0, 3).toArray();
        var bonds = trees(random, count, BONDS.length);
        var worth = new double[bonds.src.size()];
        for (int m = 0; m < worth.length; m++) {
            var kind = BONDS[bonds.kind.get(m)];
            worth[m] = kind[atoms[bonds.src.get(m)]][atoms[bonds.dst.get(m)]] / 2;
        }
        return batch(count, atoms, bonds, worth);
    }

    /// Trees of eight atoms, all alike. Their property is by how much they branch: the sum over
    /// bonds of the product of the degrees of both atoms, the second Zagreb index (Gutman and
    /// Trinajstić, 1972), above that of a chain.
    static List<Tensor> skeletons(Random random, int count) {
        var bonds = trees(random, count, 1);
        var degrees = new int[count * ATOMS];
        bonds.dst.forEach(a -> degrees[a]++);
        var worth = new double[bonds.src.size()];
        for (int m = 0; m < worth.length; m++) {
            int product = degrees[bonds.src.get(m)] * degrees[bonds.dst.get(m)];
            worth[m] = (product - CHAIN / (ATOMS - 1)) / 2;
        }
        return batch(count, new int[count * ATOMS], bonds, worth);
    }

    /// Each atom of a tree but the first is bound to one of the three before it.
    private static Edges trees(Random random, int count, int kinds) {
        var bonds = new Edges();
        for (int a = 0; a < count * ATOMS; a++) {
            if (a % ATOMS > 0) {
                int other = a - 1 - random.nextInt(Math.min(a % ATOMS, 3));
                int kind = random.nextInt(kinds);
                bonds.add(a, other, kind);
                bonds.add(other, a, kind);
            }
        }
        return bonds;
    }

    /// Molecules with the sums of what their bonds are worth, each bond counted both ways.
    private static List<Tensor> batch(int count, int[] atoms, Edges bonds, double[] worth) {
        var y = new double[count];
        for (int m = 0; m < worth.length; m++) {
            y[bonds.src.get(m) / ATOMS] += worth[m];
        }
        return List.of(
                Tensor.of(Numbers.floats(y), count, 1),
                Tensor.of(atoms, atoms.length),
                Tensor.of(
                        IntStream.range(0, atoms.length).map(a -> a / ATOMS).toArray(),
                        atoms.length),
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
