package dev.dnet.families;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.train.TrainProgram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The paths of optimisers down (p₀² + 10 p₁²) / 2 from (1, 1), as a program took them.
record Quadratic(Map<String, List<Tensor>> paths) {
    static final int STEPS = 20;
    static final List<Tensor> BATCH = List.of(Tensor.of(new float[] {1, 10}, 1, 2));
    static final Tensor SCALE = Tensor.of(new double[] {1, 10}, 2);

    /// Where in the memory of a rule the number itself stands.
    static final int AT = 2;

    /// What 1 - 0.999 leaves of float32.
    private static final double CLOSE = 5e-5;

    /// How far a number moves down, by its slope and the step, the first one being 1; `memory` is
    /// the rule's own.
    interface Rule {
        double down(double[] memory, double slope, int step);
    }

    static Quadratic paths(Compiled compiled) throws ReflectiveOperationException {
        Map<String, List<Tensor>> paths = new HashMap<>();
        try (var program = compiled.train("Paths", 1)) {
            for (int t = 0; t < STEPS; t++) {
                program.step(BATCH, 1, t);
                program.variables()
                        .forEach((path, tensor) ->
                                paths.computeIfAbsent(path, p -> new ArrayList<>())
                                        .add(tensor.copy()));
            }
        }
        return new Quadratic(paths);
    }

    static Tensor variable(TrainProgram program, String path) {
        return Objects.requireNonNull(program.variables().get(path), path);
    }

    /// That the path of a point is the rule's.
    Claim claim(String point, Rule rule) {
        double most = 0;
        double[] p = {1, 1};
        var memory = new double[2][3];
        var path = Objects.requireNonNull(paths.get(point + ".p"), point);
        for (int t = 1; t <= STEPS; t++) {
            for (int i = 0; i < 2; i++) {
                memory[i][AT] = p[i];
                p[i] -= rule.down(memory[i], SCALE.valueAt(i) * p[i], t);
            }
            most = Math.max(most, Numbers.apart(p, path.get(t - 1)));
        }
        return Claim.below(point + ", error of the path", most, CLOSE);
    }
}
