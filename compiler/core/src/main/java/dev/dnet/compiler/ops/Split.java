package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.TuplePrimitive;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The inverse of [Concat]: slices that follow each other.
@AutoService(Primitive.class)
public record Split() implements TuplePrimitive {

    @Override
    public String summary() {
        return "The parts of `x` along `axis`, as a tuple: `parts` is how many equal ones, or the list of their sizes.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.required("parts", Signature.Kind.SIZES),
                Signature.size("axis", 0));
    }

    @Override
    public List<Expr> buildAll(Call call) {
        var x = call.tensor("x");
        int axis = call.axis("axis", x.rank());
        var parts = new ArrayList<Expr>();
        var start = Size.ZERO;
        for (var size : sizes(call, x, axis)) {
            parts.add(x.call(Slice.along(x.shape(), axis, start, size)));
            start = start.plus(size);
        }
        return parts;
    }

    private static List<Size> sizes(Call call, Expr x, int axis) {
        var whole = x.shape().size(axis);
        if (call.attribute("parts") instanceof Attribute.Many) {
            var sizes = call.sizes("parts");
            var total = sizes.stream().reduce(Size.ZERO, Size::plus);
            if (!total.equals(whole)) {
                throw uneven(x, axis, "parts of sizes " + sizes + ", " + total + " in all");
            }
            return sizes;
        }
        long count = call.integer("parts");
        if (count < 1 || whole.exactDiv(Size.of(count)).isEmpty()) {
            throw uneven(x, axis, count + " equal parts");
        }
        return Collections.nCopies(Math.toIntExact(count), whole.exactDiv(Size.of(count)).get());
    }

    private static OpError uneven(Expr x, int axis, String parts) {
        return new OpError(
                "split/parts",
                "`split` of axis " + axis + " of " + x.type() + " into " + parts,
                "the parts make up the axis, which has " + x.shape().size(axis) + " elements");
    }
}
