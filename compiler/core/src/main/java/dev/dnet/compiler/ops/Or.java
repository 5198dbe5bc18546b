package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// `x or y` of bools.
@AutoService({Op.class, Primitive.class})
public record Or() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.OR;
    }

    @Override
    public String summary() {
        return "Whether `x` or `y` is true, or both (`x or y`), element by element.";
    }

    @Override
    public boolean accepts(ElementType type) {
        return type == ElementType.BOOL;
    }

    /// With a known operand the result is that operand or the other.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        return with(x.get(0), x.get(1)).or(() -> with(x.get(1), x.get(0)));
    }

    private static Optional<Expr> with(Expr x, Expr known) {
        if (Known.is(known, 0)) {
            return Optional.of(x);
        }
        return Known.is(known, 1) ? Optional.of(known) : Optional.empty();
    }
}
