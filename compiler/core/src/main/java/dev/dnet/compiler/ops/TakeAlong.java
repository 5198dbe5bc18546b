package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;

/// [Gather] in each line of its own.
@AutoService(Primitive.class)
public record TakeAlong() implements Primitive {

    @Override
    public String summary() {
        return "The elements of `x` at `indices` in each line along `axis`: with axis 1, `y[i, j] = x[i, indices[i, j]]`. "
                + "An index outside the axis ends the call with an error.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"), Signature.tensor("indices"), Signature.size("axis", -1));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        int axis = call.axis("axis", x.rank());
        var chosen = new Chosen(axis, true);
        return Formulas.takeAlong(x, chosen.checked(x, call.tensor("indices"), "take_along"), axis);
    }
}
