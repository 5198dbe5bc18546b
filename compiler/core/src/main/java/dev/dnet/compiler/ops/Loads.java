package dev.dnet.compiler.ops;

import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.OptionalInt;

/// Steps of a body that read an operand where it may have no element.
final class Loads {
    private Loads() {}

    /// The load of an operand at its accesses, with the checks that are not proved.
    static int load(
            BodyBuilder body, int operand, TensorType type, List<Access> access, List<Axis> axes) {
        var guard = Guard.ALWAYS;
        for (int d = 0; d < access.size(); d++) {
            guard = guard.and(access.get(d).guard(type.shape().size(d), axes));
        }
        return body.load(
                type.element(), operand, access.stream().map(Access::index).toList(), guard);
    }

    /// The value where all indices are inside, another number elsewhere.
    static int orElse(
            BodyBuilder body,
            int value,
            double otherwise,
            List<Access> access,
            Shape shape,
            List<Axis> axes) {
        var inside = inside(body, access, shape, axes);
        if (inside.isEmpty()) {
            return value;
        }
        var type = body.type(value);
        return body.apply(
                type, Fn.SELECT, inside.getAsInt(), value, body.constant(type, otherwise));
    }

    /// Whether all indices are inside, as a step of the body; nothing where they always are.
    private static OptionalInt inside(
            BodyBuilder body, List<Access> access, Shape shape, List<Axis> axes) {
        var inside = OptionalInt.empty();
        for (int d = 0; d < access.size(); d++) {
            var index = access.get(d).index();
            if (!Bounds.inRange(index, shape.size(d), axes)) {
                inside = both(body, inside, compare(body, Fn.GE, index, Size.ZERO));
                inside = both(body, inside, compare(body, Fn.LT, index, shape.size(d)));
            }
        }
        return inside;
    }

    private static int compare(BodyBuilder body, Fn comparison, Size a, Size b) {
        return body.apply(
                ElementType.BOOL,
                comparison,
                body.index(ElementType.I32, a),
                body.index(ElementType.I32, b));
    }

    private static OptionalInt both(BodyBuilder body, OptionalInt before, int check) {
        return OptionalInt.of(
                before.isEmpty()
                        ? check
                        : body.apply(ElementType.BOOL, Fn.AND, before.getAsInt(), check));
    }
}
