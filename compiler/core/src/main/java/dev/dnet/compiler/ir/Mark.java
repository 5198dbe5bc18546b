package dev.dnet.compiler.ir;

import java.util.List;
import java.util.OptionalInt;

/// `mark(x)` is `x`, as one argument of a function that is differentiated: `grad(y, mark(x))`
/// counts how `y` depends on `x` through this argument and not through other uses of the same
/// value.
public record Mark() implements Differentiation {

    @Override
    public List<OptionalInt> gradient(Vjp v) {
        return List.of(OptionalInt.of(v.cotangent()));
    }
}
