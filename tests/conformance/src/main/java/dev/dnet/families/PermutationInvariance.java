package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

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

    @Override
    public String row() {
        return "F1";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("extent");
        var claims = new ArrayList<Claim>();
        claims.addAll(claims(compiled, "Deep Sets", "Sums", "Summing"));
        claims.addAll(claims(compiled, "set transformer", "Attending", "Attention"));
        return claims;
    }

    private static List<Claim> claims(Compiled compiled, String what, String train, String model)
            throws ReflectiveOperationException {
        try (var program = compiled.train(train, 1)) {
            var random = new Random(2);
            for (int step = 0; step < STEPS; step++) {
                program.step(batch(random, BATCH), 1, step);
            }
            double error = program.evaluate(batch(random, 500))[0];
            var network = compiled.model(model, 1).learned(program, "");
            return List.of(
                    Claim.below(what + ", squared error", error, 0.2),
                    Claim.below(what + ", difference by order", apart(network, random), 1e-6));
        }
    }

    private static double apart(ModelObject network, Random random)
            throws ReflectiveOperationException {
        var x = Numbers.normal(random, MEMBERS);
        var shuffled = new double[MEMBERS];
        for (int i = 0; i < MEMBERS; i++) {
            shuffled[(i * 5 + 3) % MEMBERS] = x[i];
        }
        var one = network.call("apply", Tensor.of(Numbers.floats(x), 1, MEMBERS, 1));
        var other = network.call("apply", Tensor.of(Numbers.floats(shuffled), 1, MEMBERS, 1));
        return Numbers.apart(Numbers.doubles(one), other);
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
