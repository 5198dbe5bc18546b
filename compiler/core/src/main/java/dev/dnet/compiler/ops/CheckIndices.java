package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Indices that are data, unchanged, or an error of the call where one is not from 0 to `extent -
/// 1`. `what` is how messages call them, `use` what they are for.
@AutoService(Op.class)
public record CheckIndices(Size extent, String what, String use)
        implements Differentiable, Examples {
    private static final int LONGEST_NAME = 40;

    public CheckIndices() {
        this(Size.ONE, "", "");
    }

    /// The indices, checked unless they are known to be inside; known to be outside, they are an
    /// error of the program.
    public static Expr of(Expr indices, Size extent, String use) {
        if (!indices.type().element().isInteger() || IndexRange.isInside(indices, extent)) {
            return indices;
        }
        var known = Known.value(indices);
        if (known.isPresent()
                && (known.getAsDouble() < 0
                        || extent.isConstant() && known.getAsDouble() >= extent.value())) {
            throw new OpError(
                    "index/range",
                    "index " + (long) known.getAsDouble() + " of " + extent + " elements",
                    "indices count from 0");
        }
        return indices.call(new CheckIndices(extent, name(indices), "`" + use + "`"));
    }

    /// The name in the source, or the expression where it is short.
    private static String name(Expr indices) {
        var instr = indices.graph().instr(indices.value());
        var text = instr.span().text().strip();
        boolean isShort = text.length() <= LONGEST_NAME && !text.contains("\n");
        var name = !instr.hint().isEmpty() || !isShort ? instr.hint() : text;
        return name.isEmpty() ? "the index" : "`" + name + "`";
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        if (!operands.getFirst().element().isInteger()) {
            throw OpError.internal("indices of " + operands.getFirst());
        }
        return operands.getFirst();
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        for (int k = 0; k < x.size(); k++) {
            dev.dnet.runtime.routine.CheckIndices.require(
                    (long) x.data()[k], k, what, use, "", "", extent.value(), x.shape());
        }
        return x;
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var sizes = new ArrayList<>(List.of(extent));
        sizes.addAll(result.shape().sizes());
        return new Compute.Routine("CheckIndices", List.of(what, use), sizes);
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(this));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.empty());
    }

    /// What became known to be inside.
    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = new Expr(graph, operands.getFirst());
        return IndexRange.isInside(x, extent) ? OptionalInt.of(x.value()) : OptionalInt.empty();
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new CheckIndices(Size.of(3), "`ids`", "`take`"),
                        Example.Values.INDEX,
                        new TensorType(ElementType.I32, Shape.of(2, 5))),
                Example.of(
                        new CheckIndices(Size.of(3), "`ids`", "`take`"),
                        Example.Values.INDEX,
                        new TensorType(ElementType.I64, Shape.SCALAR)));
    }
}
