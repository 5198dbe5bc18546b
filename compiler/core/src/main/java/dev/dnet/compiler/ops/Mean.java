package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// The mean over some axes: the sum divided by the count, which may be a symbol.
@AutoService(Primitive.class)
public record Mean() implements Primitive {

    @Override
    public String summary() {
        return "The mean over `axis` (one axis or a list; all of them where it is left out). `keep: true` leaves the "
                + "axes with size 1.";
    }

    @Override
    public Signature signature() {
        return new Sum().signature();
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        if (!x.type().isFloat()) {
            throw new OpError(
                    "type/element-unsupported",
                    "`mean` of " + x.type(),
                    "convert first: mean(f32(x))");
        }
        var axes = call.axes("axis", x.rank());
        var mean = of(x, axes);
        return call.flag("keep") ? Formulas.keep(mean, axes) : mean;
    }

    static Expr of(Expr x, List<Integer> axes) {
        var count = Size.product(axes.stream().map(a -> x.shape().size(a)).toList());
        var sum = Formulas.sum(x, axes);
        return Formulas.div(
                sum,
                Formulas.fill(Formulas.size(x.graph(), x.type().element(), count), sum.shape()));
    }
}
