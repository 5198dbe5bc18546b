package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Size;

/// Tensors of one shape along a new axis: [Concat] of them with that axis.
@AutoService(Primitive.class)
public record Stack() implements Primitive {

    @Override
    public String summary() {
        return "Tensors of one shape along a new axis, which is axis `axis` of the result.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensors("xs"), Signature.size("axis", 0));
    }

    @Override
    public Expr build(Call call) {
        var xs = call.many("xs");
        if (xs.isEmpty()) {
            throw new OpError("stack/none", "`stack` of no tensors", "give at least one");
        }
        int axis = call.axis("axis", xs.getFirst().rank() + 1);
        for (var x : xs) {
            if (!x.shape().equals(xs.getFirst().shape())) {
                throw new OpError(
                        "stack/shape",
                        "`stack` of " + xs.getFirst().type() + " and " + x.type(),
                        "stacked tensors have one shape");
            }
        }
        var expanded =
                xs.stream()
                        .map(x -> Formulas.reshape(x, x.shape().insert(axis, Size.ONE)))
                        .toList();
        return Expr.call(call.graph(), new Concat(axis), expanded);
    }
}
