package dev.dnet.compiler.op;

import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.List;

/// A compile-time argument of a primitive.
public sealed interface Attribute {
    record SizeValue(Size value) implements Attribute {}

    record Number(double value) implements Attribute {}

    record Flag(boolean value) implements Attribute {}

    record Text(String value) implements Attribute {}

    record Element(ElementType value) implements Attribute {}

    record Many(List<Attribute> values) implements Attribute {
        public Many {
            values = List.copyOf(values);
        }
    }
}
