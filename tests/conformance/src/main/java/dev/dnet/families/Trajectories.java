package dev.dnet.families;

import com.google.auto.service.AutoService;

import java.util.ArrayList;
import java.util.List;

/// B1: the path of each optimiser down a quadratic against the same in float64.
@AutoService(Family.class)
public final class Trajectories implements Family {

    @Override
    public String row() {
        return "B1";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var paths = Quadratic.paths(Compiled.of("trajectories"));
        var claims = new ArrayList<Claim>();
        claims.add(paths.claim("sgd", (m, g, t) -> 0.05 * g));
        claims.add(paths.claim("momentum", (m, g, t) -> 0.02 * velocity(m, g)));
        claims.add(paths.claim("nesterov", (m, g, t) -> 0.02 * (g + 0.9 * velocity(m, g))));
        claims.add(
                paths.claim("adagrad", (m, g, t) -> 0.3 * g / (Math.sqrt(squares(m, g)) + 1e-10)));
        claims.add(
                paths.claim("rmsprop", (m, g, t) -> 0.02 * g / (Math.sqrt(recent(m, g)) + 1e-8)));
        claims.add(adam(paths));
        claims.add(
                paths.claim("adamw", (m, g, t) -> 0.1 * (adam(m, g, t) + 0.1 * m[Quadratic.AT])));
        return claims;
    }

    static Claim adam(Quadratic paths) {
        return paths.claim("adam", (m, g, t) -> 0.1 * adam(m, g, t));
    }

    private static double velocity(double[] m, double g) {
        m[0] = 0.9 * m[0] + g;
        return m[0];
    }

    private static double squares(double[] m, double g) {
        m[0] += g * g;
        return m[0];
    }

    private static double recent(double[] m, double g) {
        m[0] = 0.99 * m[0] + 0.01 * g * g;
        return m[0];
    }

    private static double adam(double[] m, double g, int t) {
        m[0] = 0.9 * m[0] + 0.1 * g;
        m[1] = 0.999 * m[1] + 0.001 * g * g;
        return m[0] / (1 - Math.pow(0.9, t)) / (Math.sqrt(m[1] / (1 - Math.pow(0.999, t))) + 1e-8);
    }
}
