package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.OpenSizes;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;

/// Broadcasting as everywhere in the field: shapes align on the right; an axis that is missing or
/// has size 1 repeats.
final class Alignment {
    private static final String HELP =
            "shapes align on the right, and only axes of size 1 repeat; anything else is written with indices";

    private Alignment() {}

    /// The shape that all values broadcast to.
    static Shape common(List<Expr> values) {
        var shape = Shape.SCALAR;
        for (var value : values) {
            var sizes = new ArrayList<Size>();
            int rank = Math.max(shape.rank(), value.rank());
            for (int fromRight = rank; fromRight > 0; fromRight--) {
                sizes.add(common(size(shape, fromRight), size(value.shape(), fromRight), values));
            }
            shape = new Shape(sizes);
        }
        return shape;
    }

    private static Size size(Shape shape, int fromRight) {
        return fromRight > shape.rank() ? Size.ONE : shape.size(shape.rank() - fromRight);
    }

    private static Size common(Size a, Size b, List<Expr> values) {
        if (a.equals(b) || b.is(1)) {
            return a;
        }
        if (a.is(1)) {
            return b;
        }
        var types = values.stream().map(v -> v.type().toString()).toList();
        throw new OpError(
                "type/broadcast",
                String.join(" and ", types) + " do not fit together: " + a + " is not " + b,
                OpenSizes.help(a, b, HELP));
    }

    static Expr repeat(Expr x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        var kept = new ArrayList<Integer>();
        var sizes = new ArrayList<Size>();
        int missing = shape.rank() - x.rank();
        for (int a = 0; a < x.rank(); a++) {
            var size = x.shape().size(a);
            if (missing + a >= 0 && size.equals(shape.size(missing + a))) {
                kept.add(missing + a);
                sizes.add(size);
            } else if (missing < 0 || !size.is(1)) {
                throw new OpError(
                        "type/broadcast", x.type() + " does not repeat to " + shape, HELP);
            }
        }
        return Formulas.reshape(x, new Shape(sizes)).call(new Broadcast(shape, kept));
    }
}
