package dev.dnet.compiler.type;

import dev.dnet.runtime.ElementType;

import java.util.Map;

/// What is known of a tensor when compiling: its element type and its shape.
public record TensorType(ElementType element, Shape shape) {

    public static TensorType scalar(ElementType element) {
        return new TensorType(element, Shape.SCALAR);
    }

    public int rank() {
        return shape.rank();
    }

    public boolean isFloat() {
        return element.isFloat();
    }

    public TensorType withShape(Shape other) {
        return new TensorType(element, other);
    }

    public TensorType withElement(ElementType other) {
        return new TensorType(other, shape);
    }

    public TensorType substitute(Map<String, Size> bindings) {
        return new TensorType(element, shape.substitute(bindings));
    }

    /// As the user writes it: `f32[N, 10]`, and `f32` for a scalar.
    @Override
    public String toString() {
        return element.dnetName() + (rank() == 0 ? "" : shape.toString());
    }
}
