package dev.dnet.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The check of one argument at the entry of a generated method.
///
/// Built once from the type as the source writes it, such as `f32[N, 1, 28, 28]`. An axis is an
/// integer or a text, be it a symbol or arithmetic; generated code evaluates each text that it
/// knows and gives `FREE` for one that this argument binds, then reads it with `Tensor.size`. A
/// text that stands twice is given once, and the axes must agree. Nothing is allocated where the
/// argument fits.
///
/// ```java
/// private static final ShapeCheck IMAGE = ShapeCheck.of("image", "f32[N, 1, 28, 28]");
/// private static final ShapeCheck LABEL = ShapeCheck.of("label", "i32[N]");
/// ...
/// IMAGE.check(image, ShapeCheck.FREE);
/// long n = image.size(0);
/// LABEL.check(label, n);
/// ```
public final class ShapeCheck {
    /// In place of the size of a text that this argument binds.
    public static final long FREE = -1;

    private final String argument;
    private final String spec;
    private final ElementType type;
    private final List<String> axes;
    private final long[] fixed;
    private final int[] value;
    private final int[] first;
    private final int values;

    private ShapeCheck(String argument, String spec, ElementType type, List<String> axes) {
        this.argument = argument;
        this.spec = spec;
        this.type = type;
        this.axes = axes;
        fixed = axes.stream().mapToLong(ShapeCheck::integer).toArray();
        List<String> texts = texts(axes);
        value = axes.stream().mapToInt(texts::indexOf).toArray();
        first = axes.stream().mapToInt(axes::indexOf).toArray();
        values = texts.size();
    }

    /// A check of `argument` against a type in the spelling of dnet source.
    public static ShapeCheck of(String argument, String spec) {
        int bracket = spec.indexOf('[');
        String name = bracket < 0 ? spec : spec.substring(0, bracket);
        ElementType type =
                ElementType.ofDnetName(name.strip())
                        .orElseThrow(() -> new IllegalArgumentException("bad type " + spec));
        return new ShapeCheck(argument, spec, type, bracket < 0 ? List.of() : split(spec));
    }

    /// Checks a tensor whose shape has no text.
    public void check(Tensor tensor) {
        check(tensor, 0, FREE, FREE, FREE, FREE);
    }

    /// Checks a tensor whose shape has one text.
    public void check(Tensor tensor, long a) {
        check(tensor, 1, a, FREE, FREE, FREE);
    }

    /// Checks a tensor whose shape has two different texts.
    public void check(Tensor tensor, long a, long b) {
        check(tensor, 2, a, b, FREE, FREE);
    }

    /// Checks a tensor whose shape has three different texts.
    public void check(Tensor tensor, long a, long b, long c) {
        check(tensor, 3, a, b, c, FREE);
    }

    /// Checks a tensor whose shape has four different texts.
    public void check(Tensor tensor, long a, long b, long c, long d) {
        check(tensor, 4, a, b, c, d);
    }

    /// Checks a tensor whose shape has any number of different texts.
    public void check(Tensor tensor, long[] sizes) {
        requireValues(sizes.length);
        checkTypeAndRank(tensor, sizes);
        for (int axis = 0; axis < fixed.length; axis++) {
            long wanted = value[axis] < 0 ? fixed[axis] : sizes[value[axis]];
            long needed = wanted == FREE ? tensor.size(first[axis]) : wanted;
            if (tensor.size(axis) != needed) {
                throw wrongSize(tensor, axis, needed, sizes);
            }
        }
    }

    private void check(Tensor tensor, int given, long a, long b, long c, long d) {
        requireValues(given);
        if (tensor.type() != type || tensor.rank() != fixed.length) {
            checkTypeAndRank(tensor, a, b, c, d);
        }
        for (int axis = 0; axis < fixed.length; axis++) {
            long wanted =
                    switch (value[axis]) {
                        case -1 -> fixed[axis];
                        case 0 -> a;
                        case 1 -> b;
                        case 2 -> c;
                        default -> d;
                    };
            long needed = wanted == FREE ? tensor.size(first[axis]) : wanted;
            if (tensor.size(axis) != needed) {
                throw wrongSize(tensor, axis, needed, a, b, c, d);
            }
        }
    }

    private void requireValues(int given) {
        if (given != values) {
            throw new IllegalArgumentException(
                    "%d sizes given for %s, which has %d".formatted(given, spec, values));
        }
    }

    private void checkTypeAndRank(Tensor tensor, long... sizes) {
        if (tensor.type() != type) {
            throw wrong("type", tensor, "convert it to " + type, sizes);
        }
        if (tensor.rank() != fixed.length) {
            throw wrong(
                    "rank",
                    tensor,
                    "it has %d axes and needs %d; reshape it, or add the axis of the batch"
                            .formatted(tensor.rank(), fixed.length),
                    sizes);
        }
    }

    private DnetException wrongSize(Tensor tensor, int axis, long needed, long... sizes) {
        return wrong(
                "size",
                tensor,
                "axis %d (%s) is %d where %d is needed"
                        .formatted(axis, axes.get(axis), tensor.size(axis), needed),
                sizes);
    }

    private DnetException wrong(String what, Tensor tensor, String help, long... sizes) {
        return new DnetException(
                "argument/" + what,
                "argument '%s' is %s".formatted(argument, tensor.typeName()),
                spec + bindings(sizes),
                help);
    }

    private String bindings(long... sizes) {
        List<String> texts = texts(axes);
        List<String> known = new ArrayList<>();
        for (int i = 0; i < texts.size() && i < sizes.length; i++) {
            if (sizes[i] != FREE) {
                known.add(texts.get(i) + " = " + sizes[i]);
            }
        }
        return known.isEmpty()
                ? ""
                : known.stream().collect(Collectors.joining(", ", " with ", ""));
    }

    private static List<String> texts(List<String> axes) {
        return axes.stream().filter(axis -> integer(axis) == FREE).distinct().toList();
    }

    private static long integer(String axis) {
        boolean digits = !axis.isEmpty() && axis.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(axis) : FREE;
    }

    private static List<String> split(String spec) {
        if (!spec.endsWith("]")) {
            throw new IllegalArgumentException("bad type " + spec);
        }
        String inside = spec.substring(spec.indexOf('[') + 1, spec.length() - 1);
        List<String> axes = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                axes.add(inside.substring(start, i).strip());
                start = i + 1;
            }
        }
        axes.add(inside.substring(start).strip());
        return axes.equals(Arrays.asList("")) ? List.of() : List.copyOf(axes);
    }
}
