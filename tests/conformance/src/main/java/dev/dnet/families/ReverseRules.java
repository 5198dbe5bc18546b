package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.testing.OperatorDerivatives;

import java.util.Comparator;
import java.util.List;

/// C1: the rule of every primitive against differences in float64. `tests/report gradients` shows
/// each, and a test holds each example.
@AutoService(Family.class)
public final class ReverseRules implements Family {
    private static final double CLOSE = 1e-8;
    private static final int PRIMITIVES = 40;

    @Override
    public String row() {
        return "C1";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Claim> measure() {
        var all = OperatorDerivatives.all();
        var worst =
                all.stream()
                        .max(Comparator.comparingDouble(OperatorDerivatives::reverse))
                        .orElseThrow();
        int examples = all.stream().mapToInt(OperatorDerivatives::examples).sum();
        return List.of(
                Claim.above("primitives with a derivative", all.size(), PRIMITIVES),
                Claim.below(
                        "largest error of a rule at %d examples, that of %s"
                                .formatted(examples, worst.op().name()),
                        worst.reverse(),
                        CLOSE));
    }
}
