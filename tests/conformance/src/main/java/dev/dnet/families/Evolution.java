package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;

/// B3: evolution strategies and random search reach the minimum of a quadratic.
@AutoService(Family.class)
public final class Evolution implements Family {
    private static final double[] START = {1, 1};
    private static final double[] MINIMUM = {0.5, -0.3};
    private static final double CLOSE = 1e-3;

    @Override
    public String row() {
        return "B3";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var model = Compiled.of("evolution").model("Minimum", 1);
        var claims = new ArrayList<Claim>();
        for (var method : List.of("evolved", "searched")) {
            double most = 0;
            for (long seed = 1; seed <= 3; seed++) {
                var found = model.call(method, Tensor.of(START, 2), seed);
                most = Math.max(most, Numbers.apart(MINIMUM, found));
            }
            claims.add(
                    Claim.below(
                            method + ", largest distance from the minimum in three runs",
                            most,
                            CLOSE));
        }
        return claims;
    }
}
