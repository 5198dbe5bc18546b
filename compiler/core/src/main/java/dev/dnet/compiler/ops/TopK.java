package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.TuplePrimitive;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// The start of a descending [ArgSort], and what it points at.
@AutoService(Primitive.class)
public record TopK() implements TuplePrimitive {

    @Override
    public String summary() {
        return "The `k` largest elements of each line along `axis` (the last one where it is left out), largest first, and "
                + "where they are, as a tuple `(values, indices)`. Of equal ones the first comes first.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.required("k", Signature.Kind.SIZE),
                Signature.size("axis", -1));
    }

    @Override
    public List<String> resultNames() {
        return List.of("values", "indices");
    }

    @Override
    public List<Expr> buildAll(Call call) {
        var x = call.tensor("x");
        int axis = call.axis("axis", x.rank());
        var k = call.size("k");
        var all = x.shape().size(axis);
        if (k.constant().orElse(1) < 1 || !Bounds.nonNegative(all.minus(k))) {
            throw new OpError(
                    "top_k/k",
                    "the "
                            + k
                            + " largest of axis "
                            + axis
                            + " of "
                            + x.type()
                            + ", which has "
                            + all
                            + " elements",
                    "k is from 1 to " + all);
        }
        var order = x.call(new ArgSort(axis, true));
        var indices = Formulas.slice(order, axis, Size.ZERO, k);
        return List.of(Formulas.takeAlong(x, indices, axis), indices);
    }
}
