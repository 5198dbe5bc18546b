package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// The smallest value over some axes, which vanish.
@AutoService({Op.class, Primitive.class})
public record Min(List<Integer> axes) implements Reduction {
    public Min() {
        this(List.of());
    }

    public Min {
        axes = List.copyOf(axes);
    }

    @Override
    public Reducer reducer() {
        return Reducer.MIN;
    }

    @Override
    public Min over(List<Integer> newAxes) {
        return new Min(newAxes);
    }

    @Override
    public String summary() {
        return "The smallest value over `axis` (one axis or a list; all of them where it is left out). `keep: true` leaves "
                + "the axes with size 1. NaN if one is. Where several are smallest they share the gradient equally.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Max.share(x.getFirst(), y, dy, axes)));
    }
}
