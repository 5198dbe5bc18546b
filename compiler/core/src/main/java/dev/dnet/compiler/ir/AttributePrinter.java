package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// The text of an operation's attributes, from the components of its record. [AttributeReader]
/// reads it back.
final class AttributePrinter {
    private final Components components = new Components();

    /// `{axes = [1], keep = true}`, or nothing where there is no attribute.
    String attributes(Op op) {
        if (!(op instanceof Record attributes)) {
            throw new IllegalStateException("an operation must be a record: " + op.getClass());
        }
        var text = fields(attributes);
        return text.isEmpty() ? "" : " {" + text + "}";
    }

    private String fields(Record of) {
        var values = components.values(of);
        var names = of.getClass().getRecordComponents();
        var fields = new ArrayList<String>();
        for (int i = 0; i < names.length; i++) {
            fields.add(names[i].getName() + " = " + text(values.get(i)));
        }
        return String.join(", ", fields);
    }

    private String text(Object value) {
        return switch (value) {
            case Number n -> n.toString();
            case Boolean b -> b.toString();
            case String s -> quoted(s);
            case ElementType e -> e.dnetName();
            case Enum<?> e -> e.name().toLowerCase(Locale.ROOT);
            case Size s -> s.toString();
            case Shape s -> s.toString();
            case TensorType t -> t.toString();
            case Graph g -> "{\n" + GraphPrinter.printInside(g).indent(4) + "  }";
            case List<?> list -> list(list);
            case Optional<?> o -> o.map(this::text).orElse("none");
            case OptionalInt o -> o.isPresent() ? Integer.toString(o.getAsInt()) : "none";
            case Op op -> OpCatalog.nameOf(op.getClass()) + attributes(op);
            case Record r -> r.getClass().getSimpleName() + "(" + fields(r) + ")";
            default ->
                    throw new IllegalStateException(
                            "an attribute that does not print: " + value.getClass());
        };
    }

    private String list(List<?> values) {
        return "[" + String.join(", ", values.stream().map(this::text).toList()) + "]";
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
