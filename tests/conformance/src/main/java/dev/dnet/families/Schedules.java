package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// B2: schedules, clipping by norm, averages of weights and sharpness-aware steps against the same
/// in float64.
@AutoService(Family.class)
public final class Schedules implements Family {
    private static final double CLOSE = 1e-5;

    @Override
    public String row() {
        return "B2";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("trajectories");
        var paths = Quadratic.paths(compiled);
        var claims = new ArrayList<Claim>();
        claims.add(paths.claim("steps", (m, g, t) -> 0.1 * Math.pow(0.5, Math.floor(t / 5.0)) * g));
        claims.add(
                paths.claim(
                        "waves",
                        (m, g, t) -> 0.05 * (1 + Math.cos(Math.PI * Math.min(t / 15.0, 1))) * g));
        claims.add(paths.claim("warm", (m, g, t) -> 0.05 * Math.min(t / 5.0, 1) * g));
        claims.add(clipped(compiled));
        claims.add(sharp(compiled.model("Sharpness", 1)));
        return claims;
    }

    /// Clipping, and the average of the weights that it gives.
    private static Claim clipped(Compiled compiled) throws ReflectiveOperationException {
        double most = 0;
        double[] p = {1, 1};
        var average = p.clone();
        try (var program = compiled.train("Clipped", 1)) {
            for (int t = 0; t < Quadratic.STEPS; t++) {
                program.step(Quadratic.BATCH, 1, t);
                double norm = Math.hypot(p[0], 10 * p[1]);
                double rate = 0.2 * Math.min(1, 0.5 / (norm + 1e-6));
                p = new double[] {p[0] - rate * p[0], p[1] - rate * 10 * p[1]};
                for (int i = 0; i < 2; i++) {
                    average[i] = 0.8 * average[i] + 0.2 * p[i];
                }
                most = Math.max(most, Numbers.apart(p, Quadratic.variable(program, "net.p")));
                most =
                        Math.max(
                                most,
                                Numbers.apart(average, Quadratic.variable(program, "ema/net.p")));
            }
        }
        return Claim.below("clipped by norm, and averaged, error of the path", most, CLOSE);
    }

    private static Claim sharp(ModelObject model) throws ReflectiveOperationException {
        double[] p = {1, 1};
        var path = new double[2 * Quadratic.STEPS];
        for (int t = 0; t < Quadratic.STEPS; t++) {
            double norm = Math.hypot(p[0], 10 * p[1]);
            double q0 = p[0] + 0.05 * p[0] / norm;
            double q1 = p[1] + 0.05 * 10 * p[1] / norm;
            p = new double[] {p[0] - 0.05 * q0, p[1] - 0.05 * 10 * q1};
            path[2 * t] = p[0];
            path[2 * t + 1] = p[1];
        }
        var got = model.call("apply", Tensor.of(new double[] {1, 1}, 2), Quadratic.SCALE);
        return Claim.below(
                "sharpness-aware, error of the path",
                Numbers.apart(path, Objects.requireNonNull(got)),
                CLOSE);
    }
}
