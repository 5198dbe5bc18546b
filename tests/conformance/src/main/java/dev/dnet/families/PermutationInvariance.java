package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.train.TrainProgram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// F1: networks over sets learn the extent of six numbers, and say the same in any order. To answer
/// the mean extent always leaves an error of about 0.7.
@AutoService(Family.class)
public final class PermutationInvariance implements Family {
    private static final int MEMBERS = 6;
    private static final int BATCH = 64;
    private static final int STEPS = 300;
    private static final int FEW = 30;

    @Override
    public String row() {
        return "F1";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("extent");
        var claims = new ArrayList<>(learned(compiled, "Deep Sets", "Sums", "Summing"));
        try (var program = trained(compiled, "Attending", FEW)) {
            var network = compiled.model("Attention", 1).learned(program, "");
            claims.add(order("set transformer, after " + FEW + " steps", network));
        }
        return claims;
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        return learned(Compiled.of("extent"), "set transformer", "Attending", "Attention");
    }

    private static TrainProgram trained(Compiled compiled, String name, int steps)
            throws ReflectiveOperationException {
        var program = compiled.train(name, 1);
        var random = new Random(2);
        for (int step = 0; step < steps; step++) {
            program.step(batch(random, BATCH), 1, step);
        }
        return program;
    }

    private static List<Claim> learned(Compiled compiled, String what, String train, String model)
            throws ReflectiveOperationException {
        try (var program = trained(compiled, train, STEPS)) {
            double error = program.evaluate(batch(new Random(3), 500))[0];
            var network = compiled.model(model, 1).learned(program, "");
            return List.of(Claim.below(what + ", squared error", error, 0.2), order(what, network));
        }
    }

    private static Claim order(String what, ModelObject network)
            throws ReflectiveOperationException {
        var x = Numbers.normal(new Random(4), MEMBERS);
        var shuffled = new double[MEMBERS];
        for (int i = 0; i < MEMBERS; i++) {
            shuffled[(i * 5 + 3) % MEMBERS] = x[i];
        }
        var one = network.call("apply", Tensor.of(Numbers.floats(x), 1, MEMBERS, 1));
        var other = network.call("apply", Tensor.of(Numbers.floats(shuffled), 1, MEMBERS, 1));
        double apart = Numbers.apart(Numbers.doubles(one), other);
        return Claim.below(what + ", difference by order", apart, 1e-6);
    }

    private static List<Tensor> batch(Random random, int count) {
        var x = Numbers.normal(random, count * MEMBERS);
        var y = new double[count];
        for (int n = 0; n < count; n++) {
            var set = Arrays.stream(x, n * MEMBERS, (n + 1) * MEMBERS).summaryStatistics();
            y[n] = set.getMax() - set.getMin();
        }
        return List.of(
                Tensor.of(Numbers.floats(x), count, MEMBERS, 1),
                Tensor.of(Numbers.floats(y), count, 1));
    }
}
