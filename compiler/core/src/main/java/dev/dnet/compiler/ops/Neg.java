package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `-x`.
@AutoService({Op.class, Primitive.class})
public record Neg() implements Elementwise {

    @Override
    public Fn fn() {
        return Fn.NEG;
    }

    @Override
    public String summary() {
        return "The negative `-x`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.neg(dy)));
    }

    /// `--x` is `x`.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        return Known.argument(x.getFirst(), Neg.class);
    }
}
