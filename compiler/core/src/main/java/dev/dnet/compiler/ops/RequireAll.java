package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

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
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.routine.Require;

import java.util.List;
import java.util.Optional;

/// What an `assert` states of data: true, or an error of the call where an element is not.
/// `condition` is its text, `message` what the program says to it.
@AutoService(Op.class)
public record RequireAll(String condition, String message) implements Differentiable, Examples {
    public RequireAll() {
        this("", "");
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        if (operands.getFirst().element() != ElementType.BOOL) {
            throw new OpError(
                    "assert/not-bool",
                    "`assert` of " + operands.getFirst(),
                    "compare it with something");
        }
        return TensorType.scalar(ElementType.BOOL);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        for (int k = 0; k < x.size(); k++) {
            Require.element(x.data()[k] != 0, k, condition, message, "", x.shape());
        }
        return NdArray.scalar(1);
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        return new Compute.Routine(
                "Require.all", List.of(condition, message), operands.getFirst().shape().sizes());
    }

    /// One check for all turns.
    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(this));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.empty());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new RequireAll("x > 0", "positive"),
                        Example.Values.TRUE,
                        new TensorType(ElementType.BOOL, Shape.of(2, 5))),
                Example.of(
                        new RequireAll("x > 0", ""),
                        Example.Values.TRUE,
                        TensorType.scalar(ElementType.BOOL)));
    }
}
