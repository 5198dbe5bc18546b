package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.ops.WriteSlice;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Subscript;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.List;

/// `s[:, i, a:b] <- e`: how much is written is known when compiling; where, perhaps only when the
/// program runs.
final class SliceWrite {
    private final Evaluator evaluator;
    private final Program.Variable variable;
    private final dev.dnet.compiler.syntax.ast.Expr.Index index;
    private final List<Size> starts = new ArrayList<>();
    private final List<Size> sizes = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();
    private final List<Integer> axes = new ArrayList<>();
    private final List<Expr> positions = new ArrayList<>();

    SliceWrite(
            Evaluator evaluator,
            Program.Variable variable,
            dev.dnet.compiler.syntax.ast.Expr.Index index) {
        this.evaluator = evaluator;
        this.variable = variable;
        this.index = index;
    }

    /// The whole variable afterwards.
    Value.Tensor of(List<Subscript> subscripts, Value value, Span at, Env env) {
        for (int axis = 0; axis < subscripts.size(); axis++) {
            var size = variable.type().shape().size(axis);
            switch (subscripts.get(axis)) {
                case Subscript.Slice s -> {
                    var moving = MovingSlice.of(evaluator, s, size, env);
                    if (moving.isPresent()) {
                        moving(moving.get(), axis);
                    } else {
                        stretch(evaluator.indexing().slice(s, size, env), s);
                    }
                }
                case Subscript.At i -> {
                    var position = evaluator.need(i.index(), env);
                    if (position instanceof Value.Tensor t) {
                        position(t, axis, i);
                    } else {
                        stretch(Indexing.at(position, i, size), i);
                    }
                }
            }
        }
        var graph = evaluator.session().graph();
        var part = new Expr(graph, part(value, at).position());
        var whole = new Expr(graph, evaluator.session().read(variable).position());
        var full = Formulas.reshape(part, new Shape(sizes));
        return evaluator
                .session()
                .tensor(WriteSlice.of(whole, full, starts, axes, positions).value());
    }

    private void stretch(Indexing.Cut cut, Subscript at) {
        if (!cut.step().is(1)) {
            throw Refusal.of(
                    "write/step",
                    at.span(),
                    "a slice that is written has no step, and this one has " + cut.step(),
                    "write each part, or the whole");
        }
        var size = cut.stop().minus(cut.start());
        boolean inside =
                cut.start().constant().orElse(-1) >= 0
                        && cut.stop().constant().orElse(Long.MAX_VALUE)
                                <= variable.type().shape().size(starts.size()).value()
                        && size.constant().orElse(0) > 0;
        if (!inside) {
            throw Refusal.of(
                    "write/range",
                    at.span(),
                    "a slice from "
                            + cut.start()
                            + " up to "
                            + cut.stop()
                            + " is no part of an axis of "
                            + variable.type().shape().size(starts.size()),
                    "what is stored has sizes that are known when compiling, and so have its slices");
        }
        if (cut.drop()) {
            dropped.add(starts.size());
        }
        starts.add(cut.start());
        sizes.add(size);
    }

    private void position(Value.Tensor position, int axis, Subscript.At at) {
        if (position.type().rank() > 0 || !position.type().element().isInteger()) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "write/position",
                                    at.span(),
                                    "a slice is written at one position of an axis")
                            .label(at.span(), "this is " + position.type())
                            .help("a position is an i32 or an i64; for many, scatter_add"));
        }
        moving(new MovingSlice(position, Size.ONE), axis);
        dropped.add(axis);
    }

    private void moving(MovingSlice slice, int axis) {
        axes.add(axis);
        positions.add(new Expr(evaluator.session().graph(), slice.start().position()));
        starts.add(Size.ZERO);
        sizes.add(slice.length());
    }

    /// What is written, with the type of the slice.
    private Value.Tensor part(Value value, Span at) {
        var shape = new Shape(sizes).without(dropped);
        var wanted = new TensorType(variable.type().element(), shape);
        var what = "`" + index.span().text() + "`";
        var tensor = evaluator.tensors().tensor(value, wanted.element(), at, what);
        var part = Tensors.isLiteral(value) ? evaluator.tensors().fill(tensor, shape) : tensor;
        if (!part.type().equals(wanted)) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "write/type",
                                    at,
                                    what + " is " + wanted + ", and cannot hold " + part.type())
                            .label(index.span(), "this is " + wanted)
                            .label(variable.span(), "declared here"));
        }
        return part;
    }
}
