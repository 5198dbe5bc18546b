package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.List;
import java.util.Random;

/// C2: forward mode, Hessian-vector products and the third derivative of a small network against
/// differences in float64.
@AutoService(Family.class)
public final class HigherDerivatives implements Family {
    private static final double CLOSE = 1e-8;
    private static final int SIZE = 4;

    @Override
    public String row() {
        return "C2";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var model = Compiled.of("derivatives").model("Orders", 1);
        var random = new Random(11);
        var w = Numbers.normal(random, SIZE);
        var u = tensor(Numbers.normal(random, SIZE));
        var v = tensor(Numbers.normal(random, SIZE));
        var slopes = slopes(model, "value", w);
        double along = 0;
        for (int i = 0; i < SIZE; i++) {
            along += slopes[i] * u.valueAt(i);
        }
        return List.of(
                claim("first derivative", slopes, model.call("first", tensor(w))),
                claim("forward mode", new double[] {along}, model.call("along", tensor(w), u)),
                claim(
                        "Hessian times a vector",
                        slopes(model, "along", w, u),
                        model.call("product", tensor(w), u)),
                claim(
                        "third derivative",
                        slopes(model, "second", w, u, v),
                        model.call("third", tensor(w), u, v)));
    }

    private static Claim claim(String what, double[] wanted, Tensor got) {
        return Claim.below(what + ", error", Numbers.apart(wanted, got), CLOSE);
    }

    private static Tensor tensor(double[] values) {
        return Tensor.of(values, values.length);
    }

    /// The slopes by w of a method that gives a number.
    private static double[] slopes(ModelObject model, String method, double[] w, Object... more) {
        return Numbers.slopes(
                moved -> {
                    var arguments = new Object[more.length + 1];
                    arguments[0] = tensor(moved);
                    System.arraycopy(more, 0, arguments, 1, more.length);
                    return model.number(method, arguments);
                },
                w);
    }
}
