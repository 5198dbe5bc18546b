package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Optional;

/// An expression. Sizes are expressions too. Names are not resolved: `nn.relu`, `w.T` and `pair.q`
/// are all `Field`.
public sealed interface Expr extends Node {

    record IntLit(Span span, long value) implements Expr {}

    /// A literal with a point or an exponent.
    record FloatLit(Span span, double value) implements Expr {}

    record BoolLit(Span span, boolean value) implements Expr {}

    record Text(Span span, String value) implements Expr {}

    /// A text with values in it: `"{heads} heads"`.
    record Template(Span span, List<Expr> pieces) implements Expr {

        public Template {
            pieces = List.copyOf(pieces);
        }
    }

    record Name(Span span, String text) implements Expr {}

    /// `training`: whether this is a training step, known when compiling.
    record Training(Span span) implements Expr {}

    /// `..B` in a shape, `..s` among indices; without a name: the axes that are left.
    record Axes(Span span, Optional<Ident> name) implements Expr {}

    record Unary(Span span, UnaryOp op, Expr operand) implements Expr {}

    /// Also `x |> f(a)`, which means `f(x, a)`, and the range `a..b`.
    record Binary(Span span, BinaryOp op, Expr left, Expr right) implements Expr {}

    record Call(Span span, Expr callee, List<Argument> arguments) implements Expr {

        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Field(Span span, Expr target, Ident name) implements Expr {}

    record Index(Span span, Expr target, List<Subscript> subscripts) implements Expr {

        public Index {
            subscripts = List.copyOf(subscripts);
        }
    }

    /// `(a, b)` or `(q: a, p: b)`.
    record Tuple(Span span, List<Argument> fields) implements Expr {

        public Tuple {
            fields = List.copyOf(fields);
        }
    }

    record ListLit(Span span, List<Expr> elements) implements Expr {

        public ListLit {
            elements = List.copyOf(elements);
        }
    }

    /// `[e for i in a..b for j in c if d]`.
    record Comprehension(
            Span span, Expr element, List<Binding.In> generators, Optional<Expr> condition)
            implements Expr {

        public Comprehension {
            generators = List.copyOf(generators);
        }
    }

    /// Statements, then the value; a block that only writes has none.
    record Block(Span span, List<Stmt> statements, Optional<Expr> value) implements Expr {

        public Block {
            statements = List.copyOf(statements);
        }
    }

    /// `else if` is an `orElse` whose block holds nothing but the next `If`.
    record If(Span span, Expr condition, Block then, Optional<Block> orElse) implements Expr {}

    /// `fn (x, y) => e`.
    record Lambda(Span span, Function function) implements Expr {}

    /// `f32[N, 1] ~ bernoulli(keep)`: a fresh random (or constant) value of that type.
    record Draw(Span span, TypeExpr type, Expr distribution) implements Expr {}

    /// `fold b in blocks, h = x => b(h)`: at least one list, at least one carried value.
    record Fold(Span span, List<Binding.In> over, List<Binding.Carry> carried, Expr body)
            implements Expr {

        public Fold {
            over = List.copyOf(over);
            carried = List.copyOf(carried);
        }
    }

    /// `scan x in xs, h = h0 { … next h; yield y }`: along the first axis.
    record Scan(Span span, List<Binding.In> over, List<Binding.Carry> carried, Block body)
            implements Expr {

        public Scan {
            over = List.copyOf(over);
            carried = List.copyOf(carried);
        }
    }

    /// `loop (y, t) = start while t < max { … next … }`.
    record Loop(Span span, Binding.Carry carried, Expr condition, Block body) implements Expr {}

    /// `remat(every: k) { … }`.
    record Remat(Span span, List<Argument> arguments, Block body) implements Expr {

        public Remat {
            arguments = List.copyOf(arguments);
        }
    }

    /// `for n, c, ..s => e`: a tensor with one axis for each index.
    record For(Span span, List<IndexVar> indices, Expr body) implements Expr {

        public For {
            indices = List.copyOf(indices);
        }
    }

    /// `sum c, k => e`: any reduction's name, checked later.
    record Reduce(Span span, Ident operation, List<IndexVar> indices, Expr body) implements Expr {

        public Reduce {
            indices = List.copyOf(indices);
        }
    }
}
