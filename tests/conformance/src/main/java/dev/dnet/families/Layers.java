package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.List;

/// A1: networks of layers learn exclusive or, with tanh and with the logistic function, and read
/// digits with ReLU. To answer always the same is right in half of the cases, and in one of ten.
@AutoService(Family.class)
public final class Layers implements Family {
    private static final List<Tensor> CASES =
            List.of(
                    Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2),
                    Tensor.of(new float[] {0, 1, 1, 0}, 4, 1));

    @Override
    public String row() {
        return "A1";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("digits");
        try (var xor = compiled.train("Xor", 1);
                var read = compiled.train("Read", 1)) {
            for (int step = 0; step < 400; step++) {
                xor.step(CASES, 1, step);
            }
            var cases = xor.evaluate(CASES);
            Digits.train(read, 4000, 64, 400);
            var pictures = read.evaluate(Digits.test(read, 1000));
            return List.of(
                    Claim.above("exclusive or, tanh, accuracy", cases[1], 0.999),
                    Claim.above("exclusive or, sigmoid, accuracy", cases[2], 0.999),
                    Claim.above("digits, accuracy on new pictures", pictures[1], 0.9));
        }
    }
}
