package dev.dnet.compiler.op;

import dev.dnet.compiler.type.Size;

import java.util.List;
import java.util.Optional;

/// How the language calls a primitive. Parameters in order; a call gives them by position or by
/// name.
public record Signature(List<Parameter> parameters) {
    public Signature {
        parameters = List.copyOf(parameters);
    }

    public static Signature of(Parameter... parameters) {
        return new Signature(List.of(parameters));
    }

    public enum Kind {
        TENSOR,
        /// Any number of tensors: all remaining positional arguments, or one list.
        TENSORS,
        SIZE,
        SIZES,
        NUMBER,
        FLAG,
        TEXT,
        ELEMENT,
        /// What is added around an axis: a size, a list of sizes, a list of pairs `[before,
        /// after]`, or a string such as `"same"`.
        PADDING
    }

    /// A parameter that a call must give, or that has a default (as printed in the documentation).
    public record Parameter(
            String name, Kind kind, Optional<Attribute> byDefault, boolean optional) {}

    public static Parameter tensor(String name) {
        return new Parameter(name, Kind.TENSOR, Optional.empty(), false);
    }

    public static Parameter tensors(String name) {
        return new Parameter(name, Kind.TENSORS, Optional.empty(), false);
    }

    public static Parameter required(String name, Kind kind) {
        return new Parameter(name, kind, Optional.empty(), false);
    }

    public static Parameter sizes(String name, long byDefault) {
        return new Parameter(
                name, Kind.SIZES, Optional.of(new Attribute.SizeValue(Size.of(byDefault))), true);
    }

    public static Parameter size(String name, long byDefault) {
        return new Parameter(
                name, Kind.SIZE, Optional.of(new Attribute.SizeValue(Size.of(byDefault))), true);
    }

    public static Parameter padding(String name) {
        return new Parameter(
                name, Kind.PADDING, Optional.of(new Attribute.SizeValue(Size.ZERO)), true);
    }

    /// May be left out, and has then no value at all.
    public static Parameter optional(String name, Kind kind) {
        return new Parameter(name, kind, Optional.empty(), true);
    }

    public static Parameter flag(String name, boolean byDefault) {
        return new Parameter(name, Kind.FLAG, Optional.of(new Attribute.Flag(byDefault)), true);
    }

    public static Parameter number(String name, double byDefault) {
        return new Parameter(name, Kind.NUMBER, Optional.of(new Attribute.Number(byDefault)), true);
    }

    public static Parameter text(String name, String byDefault) {
        return new Parameter(name, Kind.TEXT, Optional.of(new Attribute.Text(byDefault)), true);
    }
}
