package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// The sum over some axes, which vanish.
@AutoService({Op.class, Primitive.class})
public record Sum(List<Integer> axes) implements Reduction {
    public Sum() {
        this(List.of());
    }

    public Sum {
        axes = List.copyOf(axes);
    }

    @Override
    public Reducer reducer() {
        return Reducer.SUM;
    }

    @Override
    public Sum over(List<Integer> newAxes) {
        return new Sum(newAxes);
    }

    @Override
    public String summary() {
        return "The sum over `axis` (one axis or a list; all of them where it is left out). `keep: true` leaves the "
                + "summed axes with size 1.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.broadcastOver(dy, x.getFirst().shape(), axes)));
    }
}
