package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// F2: subjects of papers, of Cora where it is there and of made ones, by graph convolution and
/// attention; a property of molecules by message passing; accelerations by the interaction network.
@AutoService(Family.class)
public final class Graphs implements Family {
    private static final int STEPS = 300;
    private static final int EPOCHS = 80;
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
        for (var papers : Papers.all()) {
            claims.add(subjects(compiled, papers, "Citations", "convolution"));
        }
        claims.add(subjects(compiled, Papers.made(), "Attention", "attention"));
        claims.add(
                error(
                        compiled,
                        "Molecules",
                        "molecules by message passing",
                        MadeGraphs::molecules));
        claims.add(error(compiled, "Springs", "interaction network", MadeGraphs::springs));
        return claims;
    }

    private static Claim subjects(Compiled compiled, Papers papers, String name, String what)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var batch = papers.batch();
            for (int step = 0; step < EPOCHS; step++) {
                program.step(batch, 1, step);
            }
            double accuracy = program.evaluate(batch)[1];
            return Claim.above(papers.name() + " by " + what + ", accuracy", accuracy, 0.8);
        }
    }

    private interface Maker {
        List<Tensor> batch(Random random, int count);
    }

    /// The error of what was trained on made graphs, whose batch holds what is asked under `y`.
    private static Claim error(Compiled compiled, String name, String what, Maker maker)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var random = new Random(2);
            for (int step = 0; step < STEPS; step++) {
                program.step(maker.batch(random, BATCH), 1, step);
            }
            var values = program.evaluate(maker.batch(random, TEST));
            return Claim.below(what + ", error as a share of variance", values[1], 0.15);
        }
    }
}
