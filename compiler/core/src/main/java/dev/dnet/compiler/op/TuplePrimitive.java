package dev.dnet.compiler.op;

import java.util.List;

/// A primitive that returns several values, as a tuple.
public interface TuplePrimitive extends Primitive {
    @Override
    List<Expr> buildAll(Call call);

    @Override
    default Expr build(Call call) {
        return buildAll(call).getFirst();
    }

    @Override
    default boolean returnsTuple() {
        return true;
    }
}
