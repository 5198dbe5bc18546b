package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// `not x` of bools.
@AutoService({Op.class, Primitive.class})
public record Not() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.NOT;
    }

    @Override
    public String summary() {
        return "Whether `x` is false (`not x`), element by element.";
    }

    @Override
    public boolean accepts(ElementType type) {
        return type == ElementType.BOOL;
    }

    /// `not not x` is `x`.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        return Known.argument(x.getFirst(), Not.class);
    }
}
