package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;

/// Without some axes of size 1, as a [Reshape].
@AutoService(Primitive.class)
public record Squeeze() implements Primitive {

    @Override
    public String summary() {
        return "`x` without `axis` (one axis or a list), which has size 1.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"), Signature.required("axis", Signature.Kind.SIZES));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        var axes = call.axes("axis", x.rank());
        for (int axis : axes) {
            if (!x.shape().size(axis).is(1)) {
                throw new OpError(
                        "squeeze/size",
                        "axis " + axis + " of " + x.type() + " has size " + x.shape().size(axis),
                        "only an axis of size 1 can go; sum(x, axis) or x[0] take one element from others");
            }
        }
        return Formulas.reshape(x, x.shape().without(axes));
    }
}
