package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;

/// B4: minimisers of second order find the minimum of Rosenbrock's function.
@AutoService(Family.class)
public final class Minimisers implements Family {
    private static final double[] START = {-1.2, 1};
    private static final double[] MINIMUM = {1, 1};
    private static final double ASKED = 1e-6;

    @Override
    public String row() {
        return "B4";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var model = Compiled.of("rosenbrock").model("Minimum", 1);
        var claims = new ArrayList<Claim>();
        for (var method : List.of("newton", "gauss", "quasi")) {
            var found = model.call(method, Tensor.of(START, 2));
            claims.add(
                    Claim.below(
                            method + ", distance from the minimum",
                            Numbers.apart(MINIMUM, found),
                            ASKED));
        }
        claims.addAll(Curvature.claims());
        return claims;
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        return Curvature.atLength();
    }
}
