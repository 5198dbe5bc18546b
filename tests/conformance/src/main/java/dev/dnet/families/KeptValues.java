package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Traffic;
import dev.dnet.runtime.Tensor;

import java.util.List;
import java.util.Map;
import java.util.Random;

/// C4: what stops gradients, rules of their own, and memory that falls where values are computed
/// again, with the same step of training.
@AutoService(Family.class)
public final class KeptValues implements Family {
    private static final double[] W = {0.3, -1.2, 2.6, -0.4};
    private static final double[] U = {1, -2, 0.5, 3};

    @Override
    public String row() {
        return "C4";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("derivatives");
        var model = compiled.model("Orders", 1);
        var stopped = model.call("stopped", Tensor.of(W, 4));
        var straight = model.call("straight", Tensor.of(W, 4), Tensor.of(U, 4));
        return List.of(
                Claim.below("stop-gradient, error", Numbers.apart(W, stopped), 1e-15),
                Claim.below("rule of its own, error", Numbers.apart(U, straight), 1e-15),
                Claim.below(
                        "memory with rematerialisation over that without",
                        arena(compiled, "Again") / arena(compiled, "Kept"),
                        0.5),
                Claim.below("difference of the two after a step", difference(compiled), 1e-6));
    }

    /// What a step needs besides parameters and batch.
    private static double arena(Compiled compiled, String name) {
        return Traffic.of(compiled.loops(name, Program.Role.STEP), Map.of("N", 2L)).arena();
    }

    private static double difference(Compiled compiled) throws ReflectiveOperationException {
        var x = Tensor.of(Numbers.floats(Numbers.normal(new Random(3), 8192)), 2, 1024, 4);
        try (var kept = compiled.train("Kept", 1);
                var again = compiled.train("Again", 1)) {
            kept.step(List.of(x), 1, 0);
            again.step(List.of(x), 1, 0);
            double most = 0;
            for (var path : kept.variables().keySet()) {
                var wanted = Numbers.doubles(Quadratic.variable(kept, path));
                most = Math.max(most, Numbers.apart(wanted, Quadratic.variable(again, path)));
            }
            return most;
        }
    }
}
