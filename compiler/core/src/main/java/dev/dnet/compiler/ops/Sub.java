package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import java.util.List;
import java.util.Optional;

/// `x - y`.
@AutoService({Op.class, Primitive.class})
public record Sub() implements Elementwise {

    @Override
    public Fn fn() {
        return Fn.SUB;
    }

    @Override
    public String summary() {
        return "The difference `x - y`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(dy), Optional.of(Formulas.neg(dy)));
    }
}
