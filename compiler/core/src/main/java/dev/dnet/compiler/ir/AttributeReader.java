package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Reads what [AttributePrinter] wrote; what is expected follows from the types of the record's
/// components.
final class AttributeReader {
    private final IrTokens tokens;
    private final OpCatalog catalog;
    private final Supplier<Graph> graphs;
    private final Components components = new Components();

    AttributeReader(IrTokens tokens, OpCatalog catalog, Supplier<Graph> graphs) {
        this.tokens = tokens;
        this.catalog = catalog;
        this.graphs = graphs;
    }

    /// The operation with the attributes that follow; none may be missing.
    Op operation(String name) {
        var type =
                catalog.find(name)
                        .orElseThrow(() -> tokens.wrongLast("no operation is called " + name));
        if (type.getRecordComponents().length == 0) {
            return components.construct(type, List.of());
        }
        tokens.expect("{");
        var op = components.construct(type, fields(type));
        tokens.expect("}");
        return op;
    }

    private List<Object> fields(Class<?> type) {
        var values = new ArrayList<>();
        for (var component : type.getRecordComponents()) {
            if (!values.isEmpty()) {
                tokens.expect(",");
            }
            tokens.expect(component.getName());
            tokens.expect("=");
            values.add(value(component.getGenericType()));
        }
        return values;
    }

    private Object value(Type type) {
        return switch (type) {
            case Class<?> c -> plain(c);
            case ParameterizedType p when p.getRawType() == List.class ->
                    list(() -> value(p.getActualTypeArguments()[0]));
            case ParameterizedType p when p.getRawType() == Optional.class ->
                    tokens.accept("none")
                            ? Optional.empty()
                            : Optional.of(value(p.getActualTypeArguments()[0]));
            default -> throw tokens.wrong("attributes of " + type + " cannot be read");
        };
    }

    private Object plain(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> (int) integer();
            case "long", "Long" -> integer();
            case "double", "Double" -> number();
            case "boolean", "Boolean" -> Boolean.valueOf(tokens.name());
            case "String" -> tokens.string();
            case "Size" -> size();
            case "Shape" -> shape();
            case "TensorType" -> tensorType();
            case "ElementType" -> elementType();
            case "OptionalInt" ->
                    tokens.accept("none") ? OptionalInt.empty() : OptionalInt.of((int) integer());
            case "Op" -> operation(tokens.name());
            case "Graph" -> graph();
            default -> type.isEnum() ? enumConstant(type) : record(type);
        };
    }

    private Graph graph() {
        tokens.expect("{");
        var graph = graphs.get();
        tokens.expect("}");
        return graph;
    }

    private Object enumConstant(Class<?> type) {
        var name = tokens.name().toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> ((Enum<?>) c).name().equals(name))
                .findFirst()
                .orElseThrow(() -> tokens.wrongLast(type.getSimpleName() + " has no " + name));
    }

    private Object record(Class<?> type) {
        var name = tokens.name();
        var form =
                forms(type).stream()
                        .filter(c -> c.getSimpleName().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> tokens.wrongLast(name + " is no " + type.getSimpleName()));
        tokens.expect("(");
        var made = components.construct(form, fields(form));
        tokens.expect(")");
        return made;
    }

    /// The records that a declared type stands for: itself, or what a sealed interface permits.
    private static List<Class<?>> forms(Class<?> type) {
        if (type.isRecord()) {
            return List.of(type);
        }
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(c -> forms(c).stream())
                        .toList()
                : List.of();
    }

    private <T> List<T> list(Supplier<T> element) {
        var values = new ArrayList<T>();
        tokens.expect("[");
        while (!tokens.accept("]")) {
            if (!values.isEmpty()) {
                tokens.expect(",");
            }
            values.add(element.get());
        }
        return values;
    }

    private long integer() {
        long sign = tokens.accept("-") ? -1 : 1;
        return sign * Long.parseLong(tokens.next());
    }

    private double number() {
        double sign = tokens.accept("-") ? -1 : 1;
        return sign * Double.parseDouble(tokens.next());
    }

    TensorType tensorType() {
        var element = elementType();
        return new TensorType(element, tokens.peek().equals("[") ? shape() : Shape.SCALAR);
    }

    private ElementType elementType() {
        var name = tokens.name();
        return Arrays.stream(ElementType.values())
                .filter(e -> e.dnetName().equals(name))
                .findFirst()
                .orElseThrow(() -> tokens.wrongLast("no element type is called " + name));
    }

    private Shape shape() {
        return new Shape(list(this::size));
    }

    private Size size() {
        var sum = product();
        while (true) {
            if (tokens.accept("+")) {
                sum = sum.plus(product());
            } else if (tokens.accept("-")) {
                sum = sum.minus(product());
            } else {
                return sum;
            }
        }
    }

    private Size product() {
        var product = factor();
        while (true) {
            if (tokens.accept("*")) {
                product = product.times(factor());
            } else if (tokens.accept("//")) {
                product = product.floorDiv(factor());
            } else if (tokens.accept("%")) {
                product = product.mod(factor());
            } else {
                return product;
            }
        }
    }

    private Size factor() {
        if (tokens.accept("-")) {
            return factor().times(-1);
        }
        if (tokens.accept("(")) {
            var inner = size();
            tokens.expect(")");
            return inner;
        }
        if (tokens.atNumber()) {
            return Size.of(Long.parseLong(tokens.next()));
        }
        var name = tokens.atValue() ? tokens.value() : tokens.name();
        return tokens.accept("(") ? extremum(name) : Size.symbol(name);
    }

    private Size extremum(String name) {
        var left = size();
        tokens.expect(",");
        var right = size();
        tokens.expect(")");
        return switch (name) {
            case "min" -> left.min(right);
            case "max" -> left.max(right);
            default -> throw tokens.wrongLast("a size is the min or max of two, not the " + name);
        };
    }
}
