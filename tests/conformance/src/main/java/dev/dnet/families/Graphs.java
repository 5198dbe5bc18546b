package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// F2: subjects of papers, of Cora where it is there and of made ones, by graph convolution and
/// attention; properties of molecules by message passing and by the isomorphism network;
/// accelerations by the interaction network.
@AutoService(Family.class)
public final class Graphs implements Family {
    private static final int STEPS = 200;
    private static final int FEW = 120;
    private static final int BATCH = 16;
    private static final int TEST = 100;

    @Override
    public String row() {
        return "F2";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("graphs");
        var claims = new ArrayList<Claim>();
        var papers = Papers.made();
        claims.add(subjects(compiled, papers, "Citations", "convolution", 20));
        claims.add(subjects(compiled, papers, "Attention", "attention", 20));
        claims.add(
                error(
                        compiled,
                        "Isomorphism",
                        "molecules by isomorphism network",
                        FEW,
                        MadeGraphs::skeletons));
        return claims;
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        var compiled = Compiled.of("graphs");
        var claims = new ArrayList<Claim>();
        claims.add(
                error(
                        compiled,
                        "Molecules",
                        "molecules by message passing",
                        STEPS,
                        MadeGraphs::molecules));
        claims.add(error(compiled, "Springs", "interaction network", STEPS, MadeGraphs::springs));
        var cora = Papers.cora();
        if (cora.isPresent()) {
            claims.add(stopped(compiled, cora.get(), "Citations", "convolution", 80));
            claims.add(stopped(compiled, cora.get(), "Attention", "attention", 120));
        }
        return claims;
    }

    private static Claim subjects(
            Compiled compiled, Papers papers, String name, String what, int epochs)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var batch = papers.batch("test");
            for (int step = 0; step < epochs; step++) {
                program.step(batch, 1, step);
            }
            return accuracy(papers, what, program.evaluate(batch)[1]);
        }
    }

    /// The same after the epochs, by fives, that are best for the papers of validation.
    private static Claim stopped(
            Compiled compiled, Papers papers, String name, String what, int epochs)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var batch = papers.batch("test");
            var validation = papers.batch("val");
            double best = 0;
            double accuracy = 0;
            for (int step = 0; step < epochs; step++) {
                program.step(batch, 1, step);
                double there = step % 5 == 4 ? program.evaluate(validation)[1] : 0;
                if (there > best) {
                    best = there;
                    accuracy = program.evaluate(batch)[1];
                }
            }
            return accuracy(papers, what, accuracy);
        }
    }

    private static Claim accuracy(Papers papers, String what, double accuracy) {
        return Claim.above(papers.name() + " by " + what + ", accuracy", accuracy, 0.8);
    }

    private interface Maker {
        List<Tensor> batch(Random random, int count);
    }

    /// The error of what was trained on made graphs, whose batch holds what is asked under `y`.
    private static Claim error(Compiled compiled, String name, String what, int steps, Maker maker)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var random = new Random(2);
            for (int step = 0; step < steps; step++) {
                program.step(maker.batch(random, BATCH), 1, step);
            }
            var values = program.evaluate(maker.batch(random, TEST));
            return Claim.below(what + ", error as a share of variance", values[1], 0.15);
        }
    }
}
