package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `|x|`; its derivative at 0 is taken to be 0.
@AutoService({Op.class, Primitive.class})
public record Abs() implements Elementwise {

    @Override
    public Fn fn() {
        return Fn.ABS;
    }

    @Override
    public String summary() {
        return "The absolute value `|x|`, element by element. Its derivative at 0 is taken to be 0.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.mul(dy, Formulas.sign(x.getFirst()))));
    }

    /// `|-x|` and `||x||` are `|x|`.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        var inner = x.getFirst();
        return Known.argument(inner, Neg.class)
                .map(Formulas::abs)
                .or(() -> Known.argument(inner, Abs.class).map(same -> inner));
    }
}
