package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Optional;

/// Compile-time values as attributes of primitives, and as settings of a run.
final class Attributes {
    private Attributes() {}

    /// The value of a parameter of this kind.
    static Attribute of(Primitive primitive, Signature.Parameter parameter, Value value, Span at) {
        return of(value)
                .filter(a -> fits(parameter.kind(), a))
                .orElseThrow(() -> wrong(primitive, parameter, value, at));
    }

    /// Any value that is known when compiling and is data.
    static Optional<Attribute> of(Value value) {
        return switch (value) {
            case Value.Int i -> Optional.of(new Attribute.SizeValue(i.size()));
            case Value.Num n -> Optional.of(new Attribute.Number(n.number()));
            case Value.Bool b -> Optional.of(new Attribute.Flag(b.truth()));
            case Value.Text t -> Optional.of(new Attribute.Text(t.text()));
            case Value.EnumCase e -> Optional.of(new Attribute.Text(e.name()));
            case Value.Element e -> Optional.of(new Attribute.Element(e.type()));
            case Value.Dims d ->
                    Optional.of(
                            new Attribute.Many(
                                    d.sizes().stream()
                                            .<Attribute>map(Attribute.SizeValue::new)
                                            .toList()));
            case Value.Items i -> many(i.values());
            case Value.Tuple t -> many(t.values());
            default -> Optional.empty();
        };
    }

    private static Optional<Attribute> many(List<Value> values) {
        var all = values.stream().flatMap(v -> of(v).stream()).toList();
        return all.size() == values.size()
                ? Optional.of(new Attribute.Many(all))
                : Optional.empty();
    }

    private static boolean fits(Signature.Kind kind, Attribute attribute) {
        return switch (kind) {
            case TENSOR, TENSORS -> false;
            case SIZE -> attribute instanceof Attribute.SizeValue;
            case SIZES ->
                    attribute instanceof Attribute.SizeValue
                            || (attribute instanceof Attribute.Many(List<Attribute> values)
                                    && values.stream()
                                            .allMatch(Attribute.SizeValue.class::isInstance));
            case NUMBER ->
                    attribute instanceof Attribute.Number
                            || (attribute instanceof Attribute.SizeValue s
                                    && s.value().isConstant());
            case FLAG -> attribute instanceof Attribute.Flag;
            case TEXT -> attribute instanceof Attribute.Text;
            case ELEMENT -> attribute instanceof Attribute.Element;
            case PADDING ->
                    attribute instanceof Attribute.SizeValue
                            || attribute instanceof Attribute.Many
                            || attribute instanceof Attribute.Text;
        };
    }

    private static Refusal wrong(
            Primitive primitive, Signature.Parameter parameter, Value value, Span at) {
        var expected =
                switch (parameter.kind()) {
                    case TENSOR -> "a tensor";
                    case TENSORS -> "tensors";
                    case SIZE -> "a size";
                    case SIZES -> "sizes";
                    case NUMBER -> "a number that is known when compiling";
                    case FLAG -> "true or false";
                    case TEXT -> "a string";
                    case ELEMENT -> "an element type";
                    case PADDING -> "a size, sizes, pairs of sizes, or \"same\"";
                };
        return Refusal.of(
                "call/argument-kind",
                at,
                "`"
                        + parameter.name()
                        + "` of `"
                        + primitive.name()
                        + "` takes "
                        + expected
                        + ", but was given "
                        + Describe.of(value));
    }
}
