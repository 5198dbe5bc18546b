package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// E5: attention against a reference in float64, and a causal transformer of several heads that
/// copies eight tokens. One that does not look back is right in one of ten. The rest is in
/// [Recall].
@AutoService(Family.class)
public final class Attentions implements Family {
    private static final int HALF = 8;
    private static final int MARK = 10;
    private static final int BATCH = 16;
    private static final int STEPS = 150;

    @Override
    public String row() {
        return "E5";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("copying");
        var plain = compiled.model("Plain", 1);
        var claims = new ArrayList<Claim>();
        claims.add(Claim.below("attention, error against float64", error(plain, 5, false), 1e-12));
        claims.add(Claim.below("causal, error against float64", error(plain, 6, true), 1e-12));
        claims.add(Claim.above("copy task, accuracy of a token", copied(compiled), 0.99));
        claims.addAll(new Recall(Compiled.of("memories")).claims());
        return claims;
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        return List.of(new Recall(Compiled.of("memories")).written());
    }

    private static double error(ModelObject model, int queries, boolean causal)
            throws ReflectiveOperationException {
        var random = new Random(3);
        var q = Numbers.normal(random, 2 * queries * 4);
        var k = Numbers.normal(random, 2 * 6 * 4);
        var v = Numbers.normal(random, 2 * 6 * 3);
        var got =
                model.call(
                        causal ? "causal" : "all",
                        Tensor.of(q, 2, queries, 4),
                        Tensor.of(k, 2, 6, 4),
                        Tensor.of(v, 2, 6, 3));
        var wanted = new double[2 * queries * 3];
        for (int row = 0; row < 2 * queries; row++) {
            int seen = causal ? row % queries + 1 : 6;
            attend(q, row, k, v, row / queries * 6, seen, wanted);
        }
        return Numbers.apart(wanted, got);
    }

    /// The definition, for one query: the mean of the values, weighed by exp(q k / √d).
    private static void attend(
            double[] q, int row, double[] k, double[] v, int first, int seen, double[] out) {
        double total = 0;
        for (int s = first; s < first + seen; s++) {
            double score = 0;
            for (int d = 0; d < 4; d++) {
                score += q[4 * row + d] * k[4 * s + d];
            }
            double weight = Math.exp(score / 2);
            total += weight;
            for (int d = 0; d < 3; d++) {
                out[3 * row + d] += weight * v[3 * s + d];
            }
        }
        for (int d = 0; d < 3; d++) {
            out[3 * row + d] /= total;
        }
    }

    private static double copied(Compiled compiled) throws ReflectiveOperationException {
        try (var program = compiled.train("Copy", 1)) {
            var random = new Random(4);
            for (int step = 0; step < STEPS; step++) {
                program.step(batch(random, BATCH), 1, step);
            }
            return program.evaluate(batch(random, 200))[1];
        }
    }

    /// Eight tokens, the mark, the first seven again; and the eight that are to be said.
    private static List<Tensor> batch(Random random, int count) {
        var ids = new int[count * 2 * HALF];
        var copies = new int[count * HALF];
        for (int n = 0; n < count; n++) {
            ids[(2 * n + 1) * HALF] = MARK;
            for (int i = 0; i < HALF; i++) {
                int token = random.nextInt(MARK);
                ids[2 * n * HALF + i] = token;
                copies[n * HALF + i] = token;
                if (i < HALF - 1) {
                    ids[(2 * n + 1) * HALF + i + 1] = token;
                }
            }
        }
        return List.of(Tensor.of(ids, count, 2 * HALF), Tensor.of(copies, count, HALF));
    }
}
