package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.train.TrainProgram;

import java.util.List;
import java.util.Random;

/// F4: a Lorentz-equivariant block and a network along the tree of a jet learn what a jet comes of,
/// and say the same of it to observers that move at up to 0.6 of the speed of light, when they have
/// learned a little and when they know it. A plain network does not. (The Hamiltonian network of
/// the row is in C3.)
@AutoService(Family.class)
public final class Jets implements Family {
    private static final int PARTICLES = 8;
    private static final int BATCH = 32;
    private static final int FEW = 20;
    private static final int STEPS = 150;
    private static final int TEST = 400;
    private static final double FASTEST = 0.6;

    @Override
    public String row() {
        return "F4";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("jets");
        try (var program = learned(compiled, FEW)) {
            var tagger = compiled.model("Tagger", 1).learned(program, "");
            long seed = 3;
            var still = tagger.parts("apply", batch(new Random(seed), TEST, 0).getFirst());
            var moving = tagger.parts("apply", batch(new Random(seed), TEST, FASTEST).getFirst());
            return List.of(
                    Claim.below("block, difference by boosts", apart(still, moving, "block"), 1e-5),
                    Claim.below("tree, difference by boosts", apart(still, moving, "tree"), 1e-5),
                    Claim.above("plain, difference by boosts", apart(still, moving, "plain"), 0.1));
        }
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        try (var program = learned(Compiled.of("jets"), STEPS)) {
            var values = program.evaluate(batch(new Random(4), TEST, FASTEST));
            return List.of(
                    Claim.above("block, accuracy on boosted jets", values[1], 0.9),
                    Claim.above("tree, accuracy on boosted jets", values[2], 0.9));
        }
    }

    private static TrainProgram learned(Compiled compiled, int steps)
            throws ReflectiveOperationException {
        var program = compiled.train("Tag", 1);
        var random = new Random(2);
        for (int step = 0; step < steps; step++) {
            program.step(batch(random, BATCH, 0), 1, step);
        }
        return program;
    }

    private static double apart(ModelObject.Parts still, ModelObject.Parts moving, String part)
            throws ReflectiveOperationException {
        return Numbers.apart(Numbers.doubles(still.part(part)), moving.part(part));
    }

    /// Jets of both kinds, each as an observer of its own sees it; the jets do not depend on how
    /// fast those are.
    private static List<Tensor> batch(Random random, int count, double fastest) {
        var p = new double[count * PARTICLES * 4];
        var heavy = new float[count];
        for (int n = 0; n < count; n++) {
            heavy[n] = n % 2;
            var jet = Kinematics.jet(random, n % 2 == 1);
            var velocity = Kinematics.direction(random, fastest * random.nextDouble());
            for (int m = 0; m < PARTICLES; m++) {
                var seen = Kinematics.boosted(jet[m], velocity);
                System.arraycopy(seen, 0, p, (n * PARTICLES + m) * 4, 4);
            }
        }
        return List.of(Tensor.of(p, count, PARTICLES, 4), Tensor.of(heavy, count));
    }
}
