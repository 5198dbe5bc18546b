package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A6: the size of values through fifty layers with ReLU, as initialisers begin them.
@AutoService(Family.class)
public final class Depth implements Family {
    private static final int ROWS = 32;
    private static final int WIDTH = 256;
    private static final int WIDE = 1024;
    private static final int LAYERS = 50;
    private static final int NETWORKS = 4;
    private static final int FEW = 2;

    @Override
    public String row() {
        return "A6";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var model = Compiled.of("depth").model("Deep", 3);
        var random = new Random(4);
        var x = normal(random, WIDTH);
        return List.of(
                he(model, FEW),
                Claim.above(
                        "0.05 for all, the same",
                        factor(Numbers.doubles(model.call("fixed", x))),
                        100),
                Claim.below(
                        "LSUV of that, the same",
                        factor(Numbers.doubles(model.call("measured", x))),
                        1.001),
                Claim.below(
                        "orthogonal, distance of QᵀQ from 1",
                        Numbers.apart(unit(32), model.call("product", x)),
                        1e-5));
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        return List.of(he(Compiled.of("depth").model("Deep", 3), NETWORKS));
    }

    /// What networks make of it on average: one alone goes its own way by chance.
    private static Claim he(ModelObject model, int networks) throws ReflectiveOperationException {
        var x = normal(new Random(5), WIDE);
        var mean = new double[LAYERS];
        for (long seed = 1; seed <= networks; seed++) {
            var squares = model.call("he", x, seed);
            for (int k = 0; k < LAYERS; k++) {
                mean[k] += squares.valueAt(k) / networks;
            }
        }
        return Claim.below(
                "He, mean of " + networks + " networks, largest factor by depth 50",
                factor(mean),
                2);
    }

    private static Tensor normal(Random random, int width) {
        return Tensor.of(Numbers.floats(Numbers.normal(random, ROWS * width)), ROWS, width);
    }

    /// By how much the mean square behind a layer is above or below that behind the first.
    private static double factor(double[] s) {
        return Arrays.stream(s).map(v -> Math.max(v / s[0], s[0] / v)).max().orElseThrow();
    }

    private static double[] unit(int size) {
        var unit = new double[size * size];
        for (int i = 0; i < size; i++) {
            unit[i * size + i] = 1;
        }
        return unit;
    }
}
