package dev.dnet.compiler.ir;

import java.util.List;
import java.util.OptionalInt;

/// `taken_for(x, y)` is `x`, and gradients take it for `y`: the same value come by in another way,
/// which need not be computed unless a gradient is taken of it.
public record TakenFor() implements Differentiation {
    /// The operand that gradients go to.
    public static final int WAY = 1;

    @Override
    public List<OptionalInt> gradient(Vjp v) {
        return List.of(OptionalInt.empty(), OptionalInt.of(v.cotangent()));
    }
}
