package dev.dnet.compiler.op;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A call of a primitive with its arguments bound to the signature's names, defaults filled in.
/// `random` yields the stream of the next random draw, numbered in the order of the program.
public record Call(
        GraphBuilder graph,
        Map<String, List<Integer>> tensors,
        Map<String, Attribute> attributes,
        RandomSource random) {

    /// Where a drawing primitive gets its key value and its stream from.
    public interface RandomSource {
        int key();

        int nextStream();
    }

    public Expr tensor(String name) {
        return new Expr(graph, given(name).getFirst());
    }

    public Optional<Expr> optionalTensor(String name) {
        return Optional.ofNullable(tensors.get(name)).map(v -> new Expr(graph, v.getFirst()));
    }

    public List<Expr> many(String name) {
        return given(name).stream().map(v -> new Expr(graph, v)).toList();
    }

    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    public Size size(String name) {
        return asSize(name, attribute(name));
    }

    public long integer(String name) {
        return size(name)
                .constant()
                .orElseThrow(() ->
                        wrong(
                                name,
                                "a whole number that is known when compiling",
                                attribute(name)));
    }

    public double number(String name) {
        return switch (attribute(name)) {
            case Attribute.Number n -> n.value();
            case Attribute.SizeValue s when s.value().isConstant() -> s.value().value();
            case Attribute other -> throw wrong(name, "a number", other);
        };
    }

    public boolean flag(String name) {
        if (attribute(name) instanceof Attribute.Flag(boolean value)) {
            return value;
        }
        throw wrong(name, "true or false", attribute(name));
    }

    public String text(String name) {
        if (attribute(name) instanceof Attribute.Text(String value)) {
            return value;
        }
        throw wrong(name, "a string", attribute(name));
    }

    public ElementType element(String name) {
        if (attribute(name) instanceof Attribute.Element(ElementType value)) {
            return value;
        }
        throw wrong(name, "an element type", attribute(name));
    }

    /// A list of sizes; one size alone stands for a list of one.
    public List<Size> sizes(String name) {
        if (attribute(name) instanceof Attribute.Many(List<Attribute> values)) {
            var sizes = new ArrayList<Size>();
            for (var value : values) {
                sizes.add(asSize(name, value));
            }
            return sizes;
        }
        return List.of(size(name));
    }

    public Shape shape(String name) {
        return new Shape(sizes(name));
    }

    public List<Integer> integers(String name) {
        return sizes(name).stream().map(s -> Math.toIntExact(s.value())).toList();
    }

    /// Axes of an operand of this rank, counted from the end where negative; all of them where the
    /// call names none.
    public List<Integer> axes(String name, int rank) {
        if (!has(name)) {
            return IntStream.range(0, rank).boxed().toList();
        }
        return integers(name).stream().map(a -> axis(a, rank)).sorted().toList();
    }

    /// As [#axes], in the order in which the call names them.
    public List<Integer> orderedAxes(String name, int rank) {
        return integers(name).stream().map(a -> axis(a, rank)).toList();
    }

    public int axis(String name, int rank) {
        return axis(Math.toIntExact(integer(name)), rank);
    }

    private static int axis(int axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new OpError(
                    "type/axis-range",
                    "axis " + axis + " of a value with " + rank + " axes",
                    rank == 0
                            ? "a scalar has no axis to name"
                            : "axes count from 0 to "
                                    + (rank - 1)
                                    + ", or from the end: -1 to -"
                                    + rank);
        }
        return axis < 0 ? axis + rank : axis;
    }

    private Size asSize(String name, Attribute attribute) {
        return switch (attribute) {
            case Attribute.SizeValue s -> s.value();
            case Attribute.Number n when n.value() == Math.rint(n.value()) ->
                    Size.of((long) n.value());
            case Attribute other -> throw wrong(name, "a size", other);
        };
    }

    /// Whatever the call gives.
    public Attribute attribute(String name) {
        var value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("no argument " + name + "; ask has() first");
        }
        return value;
    }

    private List<Integer> given(String name) {
        var values = tensors.get(name);
        if (values == null) {
            throw new IllegalStateException("no argument " + name + "; ask has() first");
        }
        return values;
    }

    private static OpError wrong(String name, String expected, Attribute given) {
        return new OpError(
                "call/argument-kind",
                "`" + name + "` takes " + expected + ", but was given " + given);
    }
}
