package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;

/// The elements in the order that [ArgSort] finds, so that the gradient finds its way back.
@AutoService(Primitive.class)
public record Sort() implements Primitive {

    @Override
    public String summary() {
        return "The elements of each line along `axis` (the last one where it is left out) sorted; NaN is larger than any "
                + "number.";
    }

    static Signature arguments() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.size("axis", -1),
                Signature.flag("descending", false));
    }

    @Override
    public Signature signature() {
        return arguments();
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        int axis = call.axis("axis", x.rank());
        return Formulas.takeAlong(x, x.call(new ArgSort(axis, call.flag("descending"))), axis);
    }
}
