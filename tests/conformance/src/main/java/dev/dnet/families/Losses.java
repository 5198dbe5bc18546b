package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// A3: losses and their gradients against the definitions in float64.
@AutoService(Family.class)
public final class Losses implements Family {
    private static final double CLOSE = 1e-9;
    private static final int[] LABELS = {2, 0, 1, 2};
    private static final int[] WORDS = {1, 2, 2, 2};

    @Override
    public String row() {
        return "A3";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var model = Compiled.of("losses").model("Losses", 1);
        var random = new Random(6);
        var x = Numbers.normal(random, 12);
        var y = Numbers.normal(random, 12);
        var signs = each(y, Math::signum);
        var shares = each(y, v -> 1 / (1 + Math.exp(-v)));
        var probabilities = Formulas.softmax(y, 3);
        var claims = new ArrayList<Claim>();
        for (var loss :
                List.of(
                        new Case("squared", rows(y), v -> Formulas.squared(v, y)),
                        new Case("cross", labels(), v -> Formulas.cross(v, LABELS)),
                        new Case("binary", rows(shares), v -> Formulas.binary(v, shares)),
                        new Case("margin", rows(signs), v -> Formulas.hinge(v, signs)),
                        new Case("robust", rows(y), v -> Formulas.huber(v, y)),
                        new Case(
                                "divergence",
                                rows(probabilities),
                                v -> Formulas.divergence(v, probabilities)),
                        new Case("contrast", rows(y), v -> Formulas.contrast(v, y, 0.5)))) {
            claims.add(loss.claim(model, x, 4, 3));
        }
        var words = Tensor.of(WORDS, 2, 2);
        claims.add(
                new Case("temporal", words, v -> Alignments.loss(v, WORDS))
                        .claim(model, Numbers.normal(random, 30), 5, 2, 3));
        claims.add(huge(model));
        return claims;
    }

    /// A method of the program, what it takes besides x, and the same by its definition.
    private record Case(String method, Tensor other, ToDoubleFunction<double[]> wanted) {

        Claim claim(ModelObject model, double[] x, long... shape)
                throws ReflectiveOperationException {
            var got = model.parts(method, Tensor.of(x, shape), other);
            double[] value = {wanted.applyAsDouble(x)};
            double off =
                    Math.max(
                            Numbers.apart(value, got.part("value")),
                            Numbers.apart(Numbers.slopes(wanted, x), got.part("grad")));
            return Claim.below(method + ", error of value and gradient", off, CLOSE);
        }
    }

    /// The logarithm of a sum of exponentials that overflow.
    private static Claim huge(ModelObject model) throws ReflectiveOperationException {
        var x = new double[12];
        x[0] = 1e4;
        double value =
                model.parts("cross", Tensor.of(x, 4, 3), Tensor.of(new int[4], 4)).number("value");
        return Claim.below(
                "cross of 10⁴, error of the value", Math.abs(value - 0.75 * Math.log(3)), CLOSE);
    }

    private static double[] each(double[] values, DoubleUnaryOperator f) {
        return Arrays.stream(values).map(f).toArray();
    }

    private static Tensor rows(double[] values) {
        return Tensor.of(values, 4, 3);
    }

    private static Tensor labels() {
        return Tensor.of(LABELS, 4);
    }
}
