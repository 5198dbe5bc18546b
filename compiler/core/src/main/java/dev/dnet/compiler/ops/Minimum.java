package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// The smaller of two values. Where they are equal each gets half of the gradient, as a mean of the
/// one-sided derivatives.
@AutoService({Op.class, Primitive.class})
public record Minimum() implements Elementwise {

    @Override
    public Fn fn() {
        return Fn.MIN;
    }

    @Override
    public String summary() {
        return "The smaller of `x` and `y`, element by element. NaN if one is. Where they are equal, each gets half of the gradient.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(
                Optional.of(Maximum.share(dy, x.get(1), x.get(0))),
                Optional.of(Maximum.share(dy, x.get(0), x.get(1))));
    }

    /// Of a value and itself.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        return x.get(0).equals(x.get(1)) ? Optional.of(x.get(0)) : Optional.empty();
    }
}
