package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Optional;

/// A type as it was written.
public sealed interface TypeExpr extends Node {

    /// `f32`, `int`, `bool`, `string`, `model`, `fn`, `schedule`, `optimizer`, `init`, a model, an
    /// enumeration, a declared type with its arguments (`State(hidden)`), or a free element type
    /// `E`. A bare element type is a scalar.
    record Named(Span span, QualifiedName name, List<Argument> arguments) implements TypeExpr {

        public Named {
            arguments = List.copyOf(arguments);
        }
    }

    /// `f32[..B, in]`. Each entry of the shape is a size expression or an `Expr.Axes`.
    record Tensor(Span span, Ident element, List<Expr> shape) implements TypeExpr {

        public Tensor {
            shape = List.copyOf(shape);
        }
    }

    /// `[int]`: a list, known when compiling.
    record ListOf(Span span, TypeExpr element) implements TypeExpr {}

    /// `(f32[N], f32)` or `(q: f32[N], p: f32[N])`.
    record TupleOf(Span span, List<Field> fields) implements TypeExpr {

        public TupleOf {
            fields = List.copyOf(fields);
        }

        public record Field(Span span, Optional<Ident> name, TypeExpr type) implements Node {}
    }

    /// `fn (f32[..S]) -> f32[..S]`.
    record FnOf(Span span, List<TypeExpr> parameters, TypeExpr result) implements TypeExpr {

        public FnOf {
            parameters = List.copyOf(parameters);
        }
    }
}
