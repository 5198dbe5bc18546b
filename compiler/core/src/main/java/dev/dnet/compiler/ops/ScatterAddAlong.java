package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;

/// [ScatterAdd] in each line of its own.
@AutoService(Primitive.class)
public record ScatterAddAlong() implements Primitive {

    @Override
    public String summary() {
        return "`x` with `updates` added at `indices` in each line along `axis`: with axis 1, "
                + "`y[i, indices[i, j]] += updates[i, j]` in the order of `j`. An index outside the axis ends the call with an error.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.tensor("indices"),
                Signature.tensor("updates"),
                Signature.size("axis", -1));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        var chosen = new Chosen(call.axis("axis", x.rank()), true);
        return x.call(
                new ScatterAdd(chosen),
                chosen.checked(x, call.tensor("indices"), "scatter_add_along"),
                call.tensor("updates"));
    }
}
