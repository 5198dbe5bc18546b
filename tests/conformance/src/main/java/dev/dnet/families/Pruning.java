package dev.dnet.families;

import com.google.auto.service.AutoService;

import java.util.List;

/// A10: a network with powerpropagation, of whose weights one in ten is left, reads digits better
/// than the plain one pruned alike.
@AutoService(Family.class)
public final class Pruning implements Family {

    @Override
    public String row() {
        return "A10";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Claim> measure() throws Exception {
        try (var program = Compiled.of("powerpropagation").train("Digits", 1)) {
            Digits.train(program, 2000, 64, 300);
            var values = program.evaluate(Digits.test(program, 500));
            return List.of(
                    Claim.above("plain, accuracy", values[1], 0.85),
                    Claim.above("powerpropagation, accuracy", values[2], 0.85),
                    Claim.above("pruned, accuracy with powerpropagation", values[4], 0.6),
                    Claim.above("the same over that of the plain one", values[4] / values[3], 1.02),
                    Claim.below("share of the weights left", values[5], 0.1001));
        }
    }
}
