package dev.dnet.compiler.ops;

import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Examples of element-wise operators: every element type that is accepted, ranks 0 to 4.
final class Samples {
    private static final List<Shape> SHAPES =
            List.of(Shape.of(3, 5), Shape.SCALAR, Shape.of(37), Shape.of(2, 3, 1, 4));

    private Samples() {}

    static List<Example> of(Elementwise op) {
        var examples = new ArrayList<Example>();
        for (var type : ElementType.values()) {
            if (op.accepts(type)) {
                var shapes = type == ElementType.F32 ? SHAPES : SHAPES.subList(0, 1);
                shapes.forEach(shape -> examples.add(of(op, new TensorType(type, shape))));
            }
        }
        return examples;
    }

    private static Example of(Elementwise op, TensorType type) {
        int arity = op.fn().arity();
        var values =
                type.isFloat() ? op.domain() : Collections.nCopies(arity, values(type.element()));
        return new Example(op, Collections.nCopies(arity, type), values);
    }

    /// Numbers that every operator takes.
    static Example.Values values(ElementType type) {
        return switch (type) {
            case F32, F64, F16, BF16 -> Example.Values.DISTINCT;
            case I32, I64 -> Example.Values.WHOLE;
            case BOOL -> Example.Values.BOOL;
        };
    }
}
