package dev.dnet.families;

import java.util.ArrayList;
import java.util.List;

/// Connectionist temporal classification by brute force: all 3⁵ ways to name five steps are tried.
final class Alignments {
    private static final int STEPS = 5;
    private static final int CLASSES = 3;
    private static final int BATCH = 2;

    private Alignments() {}

    /// The mean over the batch of -log of the probability of all ways that say the label.
    static double loss(double[] x, int[] labels) {
        var p = Formulas.softmax(x, CLASSES);
        int ways = (int) Math.pow(CLASSES, STEPS);
        double loss = 0;
        for (int n = 0; n < BATCH; n++) {
            var label = List.of(labels[2 * n], labels[2 * n + 1]);
            double total = 0;
            for (int way = 0; way < ways; way++) {
                total += said(way).equals(label) ? probability(p, n, way) : 0;
            }
            loss -= Math.log(total) / BATCH;
        }
        return loss;
    }

    private static double probability(double[] p, int n, int way) {
        double product = 1;
        for (int t = 0; t < STEPS; t++) {
            product *= p[(t * BATCH + n) * CLASSES + at(way, t)];
        }
        return product;
    }

    /// What is left when repetitions are one, and blanks none.
    private static List<Integer> said(int way) {
        var said = new ArrayList<Integer>();
        for (int t = 0; t < STEPS; t++) {
            int now = at(way, t);
            if (now != 0 && (t == 0 || now != at(way, t - 1))) {
                said.add(now);
            }
        }
        return said;
    }

    private static int at(int way, int step) {
        return way / (int) Math.pow(CLASSES, step) % CLASSES;
    }
}
