package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// The largest value over some axes, which vanish.
@AutoService({Op.class, Primitive.class})
public record Max(List<Integer> axes) implements Reduction {
    public Max() {
        this(List.of());
    }

    public Max {
        axes = List.copyOf(axes);
    }

    @Override
    public Reducer reducer() {
        return Reducer.MAX;
    }

    @Override
    public Max over(List<Integer> newAxes) {
        return new Max(newAxes);
    }

    @Override
    public String summary() {
        return "The largest value over `axis` (one axis or a list; all of them where it is left out). `keep: true` leaves "
                + "the axes with size 1. NaN if one is. Where several are largest they share the gradient equally.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(share(x.getFirst(), y, dy, axes)));
    }

    /// `dy` divided among those that equal the result, 0 for the others.
    static Expr share(Expr x, Expr y, Expr dy, List<Integer> axes) {
        var chosen = Formulas.eq(x, Formulas.broadcastOver(y, x.shape(), axes));
        var count = Formulas.sum(Formulas.cast(chosen, x.type().element()), axes);
        var part = Formulas.broadcastOver(Formulas.div(dy, count), x.shape(), axes);
        return Formulas.select(chosen, part, Formulas.like(x, 0));
    }
}
